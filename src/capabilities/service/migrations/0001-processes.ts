import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('service_processes')
    .addColumn('service', 'text', (column) => column.primaryKey())
    .addColumn('wanted', 'text', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('owner_until', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('health', 'text', (column) => column.notNull())
    .addColumn('health_detail', 'text')
    .addColumn('mark', 'text')
    .addColumn('pid', 'integer')
    .addColumn('ticks', 'text')
    .addColumn('boot', 'text')
    .addColumn('started_at', 'bigint')
    .addColumn('restarts', 'integer', (column) => column.notNull())
    .addColumn('crashes', 'integer', (column) => column.notNull())
    .addColumn('last_exit_json', 'text')
    .addColumn('next_start_at', 'bigint')
    .addColumn('hint', 'text')
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('service_processes').execute();
}
