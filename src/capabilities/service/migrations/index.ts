import type { Migrations } from '#platform/db/migrate.ts';
import * as processes from './0001-processes.ts';

export const serviceMigrations: Migrations = { 'service/0001-processes': processes };
