import { rfc3339 } from '#platform/clock.ts';
import { asOpsError } from '#platform/errors.ts';
import type { Actor } from '#operations/actor.ts';
import type { Submission, Toban } from '#operations/context.ts';
import { type DeclaredJob, jobsOf } from '../job.ts';
import { pausesInForce } from '../pauses.ts';
import { findJobRun, isUnderWay } from '../records.ts';
import { claimTick, releaseTicks, settleTick, waitingTicks } from '../records/ticks.ts';
import type { JobTickRow, TickState } from '../schema.ts';

const MOST_AT_ONCE = 1000;
/** So many at a time share one sync of the disk. */
const TOGETHER = 32;
/** Longer than any submission takes. */
const FORGOTTEN_MS = 60_000;

/** Submits a run for each instant that waits. Whoever claims an instant submits it; a claim that was forgotten is released. */
export async function submitWaiting(toban: Toban, now: number, signal: AbortSignal): Promise<void> {
  await releaseTicks(toban.store.db, now - FORGOTTEN_MS);
  const ready = await readyTicks(toban, await waitingTicks(toban.store.db, now, MOST_AT_ONCE));
  for (let from = 0; from < ready.length && !signal.aborted; from += TOGETHER) {
    await Promise.all(ready.slice(from, from + TOGETHER).map((tick) => claimAndSubmit(toban, tick)));
  }
}

async function readyTicks(toban: Toban, waiting: JobTickRow[]): Promise<JobTickRow[]> {
  if (waiting.length === 0) return [];
  const paused = await pausesInForce(toban);
  const declared = new Set(jobsOf(toban.manual, undefined).map(nameOf));
  const makingUp = new Set<string>();
  const ready: JobTickRow[] = [];
  for (const tick of waiting) {
    const name = `${tick.service}/${tick.job}`;
    // Another node may run a version with other manuals: what this one does not know is left to it.
    if (!declared.has(name)) continue;
    if (tick.retry_of !== null && paused(tick.service, tick.job)) continue;
    if (tick.catch_up === 1 && (makingUp.has(name) || (await isUnderWay(toban.store.db, tick)))) continue;
    if (tick.catch_up === 1) makingUp.add(name);
    ready.push(tick);
  }
  return ready;
}

const nameOf = ({ manual, job }: DeclaredJob): string => `${manual.id}/${job.name}`;

async function claimAndSubmit(toban: Toban, tick: JobTickRow): Promise<void> {
  if (!(await toban.store.commit((trx) => claimTick(trx, tick, toban.clock.now())))) return;
  try {
    const { ended } = await toban.submit(await submissionOf(toban, tick));
    await settle(toban, tick, 'submitted');
    toban.events.publish({ topic: 'job', service: tick.service, id: tick.job });
    void ended.then((run) => {
      if (run.error)
        toban.log.warn('a scheduled job did not succeed', {
          run: run.run,
          service: tick.service,
          job: tick.job,
          outcome: run.outcome,
          error: run.error.detail,
        });
    });
  } catch (thrown) {
    const error = asOpsError(thrown);
    const later = error.kind === 'unavailable';
    if (!later)
      toban.log.error('a scheduled job could not be started', {
        service: tick.service,
        job: tick.job,
        error: error.message,
      });
    await settle(toban, tick, later ? 'waiting' : 'failed');
  }
}

const settle = (toban: Toban, tick: JobTickRow, state: TickState) =>
  toban.store.commit((trx) => settleTick(trx, tick, state));

async function submissionOf(
  toban: Toban,
  { service, job, instant, retry_of: retryOf }: JobTickRow,
): Promise<Submission> {
  const name = `${service}/${job}`;
  // What a manual declares was decided by its author, so the schedule may do whatever an administrator may.
  const actor: Actor = { kind: 'schedule', id: name, name: 'schedule', role: 'administrator' };
  const former = retryOf === null ? undefined : await findJobRun(toban.store.db, retryOf);
  const parameters = former ? (JSON.parse(former.parameters_json) as Record<string, unknown>) : {};
  return {
    operation: 'jobs.run',
    input: { service, job, parameters },
    actor,
    cause:
      retryOf === null ? { kind: 'schedule', schedule: name, at: rfc3339(instant) } : { kind: 'retry', run: retryOf },
  };
}
