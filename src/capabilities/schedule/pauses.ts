import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import type { Db } from '#platform/db/store.ts';
import type { Toban } from '#operations/context.ts';
import { pausesAt, putPause } from './records.ts';
import type { JobPauseRow } from './schema.ts';

/** Every job of the service, where a pause names no job. */
export const ALL_JOBS = '';

export type Pause = { reason: string; by: string; at: string; until: string | null };

export type NewPause = {
  service: string;
  job?: string | undefined;
  reason: string;
  by: string;
  until?: number | undefined;
};

/** Holds the schedule of one job, or of all of a service, until it is resumed or the time has come. */
export async function pauseJobs(toban: Toban, trx: Db, { service, job, reason, by, until }: NewPause): Promise<void> {
  await putPause(trx, {
    service,
    job: job ?? ALL_JOBS,
    reason,
    paused_by: by,
    paused_at: toban.clock.now(),
    until: until ?? null,
  });
}

/** The pauses in force, to be asked about any job. One made for a job alone is told before one for all. */
export async function pausesInForce(
  toban: Toban,
): Promise<(service: string, job: string, at?: number) => JobPauseRow | undefined> {
  const rows = await pausesAt(toban.store.db, toban.clock.now());
  return (service, job, at) =>
    rows
      .filter((row) => row.service === service && (row.job === job || row.job === ALL_JOBS))
      .toSorted((a, b) => b.job.localeCompare(a.job))
      .find((row) => at === undefined || row.until === null || row.until > at);
}

export const describePause = (row: JobPauseRow): Pause => ({
  reason: row.reason,
  by: row.paused_by,
  at: rfc3339(row.paused_at),
  until: rfc3339OrNull(row.until),
});
