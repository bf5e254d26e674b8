import type { Migrations } from '#platform/db/migrate.ts';
import * as stops from './0001-stops.ts';

export const emergencyMigrations: Migrations = { 'emergency/0001-stops': stops };
