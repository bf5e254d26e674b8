import type { Kysely } from 'kysely';
import type { JobTickRow, ScheduleTables, TickState } from '../schema.ts';

type Tables = Kysely<ScheduleTables>;
type JobName = { service: string; job: string };
export type TickName = JobName & { instant: number };

/** An instant that is there already stays as it is. */
export const insertTicks = (db: Tables, rows: JobTickRow[]) =>
  db
    .insertInto('job_ticks')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();

export const waitingTicks = (db: Tables, now: number, limit: number) =>
  db
    .selectFrom('job_ticks')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('instant', '<=', now)
    .orderBy('instant')
    .limit(limit)
    .execute();

const tick = (db: Tables, { service, job, instant }: TickName) =>
  db.updateTable('job_ticks').where('service', '=', service).where('job', '=', job).where('instant', '=', instant);

/** Whether it was this caller who claimed it. */
export const claimTick = async (db: Tables, name: TickName, now: number): Promise<boolean> =>
  changed(
    await tick(db, name).set({ state: 'claimed', claimed_at: now }).where('state', '=', 'waiting').executeTakeFirst(),
  );

export const settleTick = (db: Tables, name: TickName, state: TickState) =>
  tick(db, name).set({ state, claimed_at: null }).where('state', '=', 'claimed').execute();

/** Whether the instant was still free for this run. */
export const takeTick = async (db: Tables, name: TickName, run: string): Promise<boolean> =>
  changed(await tick(db, name).set({ run_id: run }).where('run_id', 'is', null).executeTakeFirst());

export const takeRetry = async (db: Tables, retryOf: string, run: string): Promise<boolean> =>
  changed(
    await db
      .updateTable('job_ticks')
      .set({ run_id: run })
      .where('retry_of', '=', retryOf)
      .where('run_id', 'is', null)
      .executeTakeFirst(),
  );

const changed = (result: { numUpdatedRows: bigint }): boolean => result.numUpdatedRows > 0n;

/** Whoever claimed them is gone, or slept: they wait again. The run that takes an instant first keeps it. */
export const releaseTicks = (db: Tables, claimedBefore: number) =>
  db
    .updateTable('job_ticks')
    .set({ state: 'waiting', claimed_at: null })
    .where('state', '=', 'claimed')
    .where('claimed_at', '<', claimedBefore)
    .execute();

/** After the clock was set back: instants that come once more. */
export const forgetTicksAfter = (db: Tables, { service, job }: JobName, instant: number) =>
  db
    .deleteFrom('job_ticks')
    .where('service', '=', service)
    .where('job', '=', job)
    .where('instant', '>', instant)
    .where('retry_of', 'is', null)
    .where('state', 'not in', ['waiting', 'claimed'])
    .execute();

export const forgetTicksBefore = (db: Tables, instant: number) =>
  db.deleteFrom('job_ticks').where('instant', '<', instant).where('state', 'not in', ['waiting', 'claimed']).execute();

export const newestTick = (db: Tables, { service, job }: JobName) =>
  db
    .selectFrom('job_ticks')
    .selectAll()
    .where('service', '=', service)
    .where('job', '=', job)
    .where('retry_of', 'is', null)
    .orderBy('instant', 'desc')
    .limit(1)
    .executeTakeFirst();
