import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('job_runs')
    .addColumn('run_id', 'text', (column) => column.primaryKey())
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('trigger', 'text', (column) => column.notNull())
    .addColumn('attempt', 'integer', (column) => column.notNull())
    .addColumn('scheduled_for', 'bigint')
    .addColumn('parameters_json', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('exit_code', 'integer')
    .addColumn('outcome', 'text')
    .addColumn('reported', 'text')
    .addColumn('summary', 'text')
    .addColumn('figures_json', 'text')
    .addColumn('mark', 'text', (column) => column.notNull())
    .addColumn('pid', 'integer')
    .addColumn('ticks', 'text')
    .addColumn('boot', 'text')
    .execute();
  await db.schema.createIndex('job_runs_by_job').on('job_runs').columns(['service', 'job', 'run_id']).execute();
  await db.schema
    .createIndex('job_runs_unfinished')
    .on('job_runs')
    .column('run_id')
    .where(sql.ref('ended_at'), 'is', null)
    .execute();

  await db.schema
    .createTable('job_ticks')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('instant', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('catch_up', 'integer', (column) => column.notNull())
    .addColumn('claimed_at', 'bigint')
    .addColumn('run_id', 'text')
    .addColumn('retry_of', 'text')
    .addPrimaryKeyConstraint('job_ticks_key', ['service', 'job', 'instant'])
    .execute();
  await db.schema
    .createIndex('job_ticks_open')
    .on('job_ticks')
    .column('instant')
    .where(sql.ref('state'), 'in', ['waiting', 'claimed'])
    .execute();
  await db.schema
    .createIndex('job_ticks_by_retry')
    .on('job_ticks')
    .column('retry_of')
    .where(sql.ref('retry_of'), 'is not', null)
    .execute();

  await db.schema
    .createTable('job_pauses')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('paused_by', 'text', (column) => column.notNull())
    .addColumn('paused_at', 'bigint', (column) => column.notNull())
    .addColumn('until', 'bigint')
    .addPrimaryKeyConstraint('job_pauses_key', ['service', 'job'])
    .execute();

  await db.schema
    .createTable('job_cursors')
    .addColumn('service', 'text', (column) => column.notNull())
    .addColumn('job', 'text', (column) => column.notNull())
    .addColumn('schedule', 'text', (column) => column.notNull())
    .addColumn('looked_until', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('job_cursors_key', ['service', 'job'])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ['job_cursors', 'job_pauses', 'job_ticks', 'job_runs'])
    await db.schema.dropTable(table).execute();
}
