import type { Migrations } from '#platform/db/migrate.ts';
import * as runs from './0001-runs.ts';

export const heartMigrations: Migrations = { 'operations/0001-runs': runs };
