import type { Migrations } from '#platform/db/migrate.ts';
import * as checklists from './0001-checklists.ts';

export const checklistMigrations: Migrations = { 'checklist/0001-checklists': checklists };
