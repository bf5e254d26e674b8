import type { Migrations } from '#platform/db/migrate.ts';
import * as deliveries from './0001-deliveries.ts';

export const deliveryMigrations: Migrations = { 'delivery/0001-deliveries': deliveries };
