import type { Kysely } from 'kysely';
import type { JobPauseRow, JobRunRow, ScheduleTables } from './schema.ts';

type Tables = Kysely<ScheduleTables>;
type JobName = { service: string; job: string };

export const insertJobRun = (db: Tables, row: JobRunRow) => db.insertInto('job_runs').values(row).execute();

export const updateJobRun = (db: Tables, run: string, change: Partial<JobRunRow>) =>
  db.updateTable('job_runs').set(change).where('run_id', '=', run).execute();

const jobRuns = (db: Tables) =>
  db
    .selectFrom('job_runs')
    .innerJoin('runs', 'runs.id', 'job_runs.run_id')
    .selectAll('job_runs')
    .select([
      'runs.state',
      'runs.node',
      'runs.lease_until',
      'runs.ended_at as run_ended_at',
      'runs.error_json',
      'runs.created_at',
    ]);
export type JoinedJobRun = Awaited<ReturnType<typeof leftoverRuns>>[number];

export const findJobRun = (db: Tables, run: string) =>
  jobRuns(db).where('job_runs.run_id', '=', run).executeTakeFirst();

/** Of one job, those that have not ended, oldest first; their processes may be gone. */
export const openJobRuns = (db: Tables, { service, job }: JobName) =>
  jobRuns(db)
    .where('job_runs.service', '=', service)
    .where('job_runs.job', '=', job)
    .where('job_runs.ended_at', 'is', null)
    .orderBy('job_runs.run_id')
    .execute();

/** Of this node, those whose run has ended without them: Toban was killed. */
export const leftoverRuns = (db: Tables, node: string) =>
  jobRuns(db)
    .where('job_runs.ended_at', 'is', null)
    .where('runs.ended_at', 'is not', null)
    .where('runs.node', '=', node)
    .execute();

/** The newest run of a job; with `judged`, the newest that came to an end of its own. */
export function lastJobRun(db: Tables, { service, job }: JobName, judged = false) {
  let query = jobRuns(db).where('job_runs.service', '=', service).where('job_runs.job', '=', job);
  if (judged) query = query.where('runs.state', 'in', ['succeeded', 'partial', 'failed', 'interrupted']);
  return query.orderBy('job_runs.run_id', 'desc').limit(1).executeTakeFirst();
}

/** The beginning of the input that every run of this job, and of no other, is written down with. */
const inputOf = ({ service, job }: JobName): string => `${JSON.stringify({ service, job }).slice(0, -1)},%`;

/** Newest first, with those that were refused before they took their turn. */
export function jobHistory(
  db: Tables,
  filter: { service: string; job?: string | undefined; before?: string | undefined; limit: number },
) {
  let query = db
    .selectFrom('runs')
    .leftJoin('job_runs', 'job_runs.run_id', 'runs.id')
    .select([
      'runs.id',
      'runs.state',
      'runs.input_json',
      'runs.cause_json',
      'runs.error_json',
      'runs.started_at as run_started_at',
      'runs.ended_at as run_ended_at',
    ])
    .select([
      'trigger',
      'scheduled_for',
      'job_runs.started_at',
      'job_runs.ended_at',
      'outcome',
      'exit_code',
      'summary',
      'figures_json',
    ])
    .where('runs.operation', '=', 'jobs.run')
    .where('runs.service', '=', filter.service);
  if (filter.job) query = query.where('runs.input_json', 'like', inputOf({ service: filter.service, job: filter.job }));
  if (filter.before) query = query.where('runs.id', '<', filter.before);
  return query.orderBy('runs.id', 'desc').limit(filter.limit).execute();
}
export type HistoryRow = Awaited<ReturnType<typeof jobHistory>>[number];

export const isUnderWay = async (db: Tables, name: JobName): Promise<boolean> =>
  (await db
    .selectFrom('runs')
    .select('id')
    .where('ended_at', 'is', null)
    .where('operation', '=', 'jobs.run')
    .where('input_json', 'like', inputOf(name))
    .limit(1)
    .executeTakeFirst()) !== undefined;

export const allCursors = (db: Tables) => db.selectFrom('job_cursors').selectAll().execute();

export const setCursor = (db: Tables, row: ScheduleTables['job_cursors']) =>
  db
    .insertInto('job_cursors')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['service', 'job']).doUpdateSet({ schedule: row.schedule, looked_until: row.looked_until }),
    )
    .execute();

/** A pause over a pause: the newer reason and end hold. */
export const putPause = (db: Tables, row: JobPauseRow) =>
  db
    .insertInto('job_pauses')
    .values(row)
    .onConflict((conflict) => conflict.columns(['service', 'job']).doUpdateSet(row))
    .execute();

export const removePause = (db: Tables, { service, job }: JobName) =>
  db.deleteFrom('job_pauses').where('service', '=', service).where('job', '=', job).execute();

export const pausesAt = (db: Tables, now: number) =>
  db
    .selectFrom('job_pauses')
    .selectAll()
    .where((is) => is.or([is('until', 'is', null), is('until', '>', now)]))
    .execute();
