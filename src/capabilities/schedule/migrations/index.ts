import type { Migrations } from '#platform/db/migrate.ts';
import * as jobs from './0001-jobs.ts';

export const scheduleMigrations: Migrations = { 'schedule/0001-jobs': jobs };
