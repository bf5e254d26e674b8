import type { Kysely } from 'kysely';
import type { AuditRow, HeartTables, RunRow, RunStepRow } from './schema.ts';

type Heart = Kysely<HeartTables>;

export const insertRun = (db: Heart, row: RunRow) => db.insertInto('runs').values(row).execute();

export const updateRun = (db: Heart, id: string, change: Partial<RunRow>) =>
  db.updateTable('runs').set(change).where('id', '=', id).execute();

/** Writes the end of a run, unless it was ended already or another life of this process holds it. Answers whether it did. */
export async function endRun(db: Heart, id: string, owner: string, change: Partial<RunRow>): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('runs')
    .set(change)
    .where('id', '=', id)
    .where('owner', '=', owner)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export const findRun = (db: Heart, id: string) =>
  db.selectFrom('runs').selectAll().where('id', '=', id).executeTakeFirst();

export type RunFilter = {
  service?: string | undefined;
  operation?: string | undefined;
  state?: string | undefined;
  /** Only runs older than the one with this id. */
  before?: string | undefined;
  parent?: string | undefined;
  limit: number;
};

/** Newest first. */
export function listRuns(db: Heart, filter: RunFilter) {
  let query = db.selectFrom('runs').selectAll();
  if (filter.service) query = query.where('service', '=', filter.service);
  if (filter.operation) query = query.where('operation', '=', filter.operation);
  if (filter.state) query = query.where('state', '=', filter.state);
  if (filter.parent) query = query.where('parent_id', '=', filter.parent);
  if (filter.before) query = query.where('id', '<', filter.before);
  return query.orderBy('id', 'desc').limit(filter.limit).execute();
}

export const insertSteps = (db: Heart, rows: RunStepRow[]) => db.insertInto('run_steps').values(rows).execute();

export const updateStep = (db: Heart, run: string, position: number, change: Partial<RunStepRow>) =>
  db.updateTable('run_steps').set(change).where('run_id', '=', run).where('position', '=', position).execute();

export const stepsOf = (db: Heart, run: string) =>
  db.selectFrom('run_steps').selectAll().where('run_id', '=', run).orderBy('position').execute();

/** Throws the database's unique violation when somebody else holds the subject. */
export const takeLock = (db: Heart, subject: string, run: string) =>
  db.insertInto('run_locks').values({ subject, run_id: run }).execute();

export const lockHolder = (db: Heart, subject: string) =>
  db
    .selectFrom('run_locks')
    .innerJoin('runs', 'runs.id', 'run_locks.run_id')
    .select(['runs.id', 'runs.operation', 'runs.actor_name', 'runs.started_at'])
    .where('subject', '=', subject)
    .executeTakeFirst();

export const releaseLock = (db: Heart, run: string) => db.deleteFrom('run_locks').where('run_id', '=', run).execute();

export const extendLeases = (db: Heart, owner: string, until: number) =>
  db.updateTable('runs').set({ lease_until: until }).where('owner', '=', owner).where('ended_at', 'is', null).execute();

/** Runs whose worker is gone: their lease has lapsed, or a former life of this very node held them. */
export const abandonedRuns = (db: Heart, now: number, node: string, owner: string, sole: boolean) =>
  db
    .selectFrom('runs')
    .selectAll()
    .where('ended_at', 'is', null)
    .where((is) =>
      is.or([
        is('lease_until', '<', now),
        ...(sole ? [is.and([is('node', '=', node), is('owner', '!=', owner), is('owner', 'like', 'server:%')])] : []),
      ]),
    )
    .execute();

export const cancelRequests = (db: Heart, owner: string) =>
  db
    .selectFrom('runs')
    .select('id')
    .where('owner', '=', owner)
    .where('cancel_requested', '=', 1)
    .where('ended_at', 'is', null)
    .execute();

/** Whether the run was still under way to hear of it. */
export async function requestCancel(db: Heart, id: string): Promise<boolean> {
  const asked = db.updateTable('runs').set({ cancel_requested: 1 }).where('id', '=', id).where('ended_at', 'is', null);
  return (await asked.executeTakeFirstOrThrow()).numUpdatedRows > 0n;
}

export const insertAudit = (db: Heart, row: AuditRow) => db.insertInto('audit').values(row).execute();

export const lastAudit = (db: Heart) =>
  db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst();

export type AuditFilter = {
  since?: number | undefined;
  until?: number | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  operation?: string | undefined;
  service?: string | undefined;
  before?: number | undefined;
  limit: number;
};

/** Newest first. */
export function listAudit(db: Heart, filter: AuditFilter) {
  let query = db.selectFrom('audit').selectAll();
  if (filter.since !== undefined) query = query.where('at', '>=', filter.since);
  if (filter.until !== undefined) query = query.where('at', '<', filter.until);
  if (filter.actor) query = query.where('actor_name', '=', filter.actor);
  if (filter.action) query = query.where('action', '=', filter.action);
  if (filter.operation) query = query.where('operation', '=', filter.operation);
  if (filter.service) query = query.where('service', '=', filter.service);
  if (filter.before !== undefined) query = query.where('seq', '<', filter.before);
  return query.orderBy('seq', 'desc').limit(filter.limit).execute();
}

/** Oldest first, from after `seq`. */
export const auditAfter = (db: Heart, seq: number, limit: number) =>
  db.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit).execute();

export const findIdempotent = (db: Heart, actor: string, key: string) =>
  db.selectFrom('idempotency').selectAll().where('actor', '=', actor).where('key', '=', key).executeTakeFirst();

export const insertIdempotent = (db: Heart, row: HeartTables['idempotency']) =>
  db.insertInto('idempotency').values(row).execute();

export const answerIdempotent = (db: Heart, actor: string, key: string, status: number, answer: string) =>
  db.updateTable('idempotency').set({ status, answer }).where('actor', '=', actor).where('key', '=', key).execute();

export const forgetIdempotent = (db: Heart, actor: string, key: string) =>
  db.deleteFrom('idempotency').where('actor', '=', actor).where('key', '=', key).execute();

export const expireIdempotent = (db: Heart, before: number) =>
  db.deleteFrom('idempotency').where('created_at', '<', before).execute();
