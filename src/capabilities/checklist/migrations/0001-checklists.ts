import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('checklist_ticks')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('period', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('item', 'text', (column) => column.notNull())
    .addColumn('ticked_by', 'text', (column) => column.notNull())
    .addColumn('ticked_at', 'bigint', (column) => column.notNull())
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('checklist_ticks_key', ['service', 'period', 'key', 'item'])
    .execute();
  await db.schema
    .createTable('checklist_facts')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('period', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('item', 'text', (column) => column.notNull())
    .addColumn('ok', 'integer')
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('checklist_facts_key', ['service', 'period', 'key', 'item'])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable('checklist_facts').execute();
  await db.schema.dropTable('checklist_ticks').execute();
}
