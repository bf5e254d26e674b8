import type { Migrations } from '#platform/db/migrate.ts';
import * as access from './0001-access.ts';

export const accessMigrations: Migrations = { 'access/0001-access': access };
