import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('emergency_stops')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('stopped_by', 'text', (column) => column.notNull())
    .addColumn('stopped_at', 'bigint', (column) => column.notNull())
    .addColumn('cleared_by', 'text')
    .addColumn('cleared_at', 'bigint')
    .addColumn('cleared_reason', 'text')
    .execute();
  await db.schema
    .createIndex('emergency_stops_active')
    .on('emergency_stops')
    .column('service')
    .where(sql.ref('cleared_at'), 'is', null)
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('emergency_stops').execute();
}
