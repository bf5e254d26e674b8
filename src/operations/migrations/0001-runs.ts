import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('service', 'text')
    .addColumn('actor_kind', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('actor_name', 'text', (column) => column.notNull())
    .addColumn('cause_json', 'text')
    .addColumn('parent_id', 'text')
    .addColumn('input_json', 'text', (column) => column.notNull())
    .addColumn('plan_json', 'text')
    .addColumn('report_json', 'text')
    .addColumn('error_json', 'text')
    .addColumn('progress_json', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('node', 'text', (column) => column.notNull())
    .addColumn('owner', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'bigint', (column) => column.notNull())
    .addColumn('cancel_requested', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('runs_by_operation').on('runs').columns(['operation', 'id']).execute();
  await db.schema.createIndex('runs_by_service').on('runs').columns(['service', 'id']).execute();
  await db.schema.createIndex('runs_by_state').on('runs').columns(['state', 'id']).execute();
  await db.schema.createIndex('runs_by_parent').on('runs').column('parent_id').execute();
  await db.schema
    .createIndex('runs_unfinished')
    .on('runs')
    .column('lease_until')
    .where(sql.ref('ended_at'), 'is', null)
    .execute();

  await db.schema
    .createTable('run_steps')
    .addColumn('run_id', 'text', (column) => column.notNull().references('runs.id').onDelete('cascade'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('title_json', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('undoable', 'integer', (column) => column.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('error', 'text')
    .addPrimaryKeyConstraint('run_steps_key', ['run_id', 'position'])
    .execute();

  await db.schema
    .createTable('run_locks')
    .addColumn('subject', 'text', (column) => column.primaryKey())
    .addColumn('run_id', 'text', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('audit')
    .addColumn('seq', 'bigint', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('actor_kind', 'text', (column) => column.notNull())
    .addColumn('actor_id', 'text', (column) => column.notNull())
    .addColumn('actor_name', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('operation', 'text')
    .addColumn('run_id', 'text')
    .addColumn('service', 'text')
    .addColumn('outcome', 'text')
    .addColumn('detail_json', 'text', (column) => column.notNull())
    .addColumn('previous', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('audit_by_time').on('audit').column('at').execute();
  for (const column of ['actor_name', 'operation', 'service', 'action']) {
    await db.schema.createIndex(`audit_by_${column}`).on('audit').columns([column, 'seq']).execute();
  }

  await db.schema
    .createTable('idempotency')
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('status', 'integer')
    .addColumn('answer', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('idempotency_key', ['actor', 'key'])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['idempotency', 'audit', 'run_locks', 'run_steps', 'runs'])
    await db.schema.dropTable(table).execute();
}
