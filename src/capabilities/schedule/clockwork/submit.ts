import { rfc3339 } from '#platform/clock.ts';
import { asOpsError } from '#platform/errors.ts';
import type { Actor } from '#operations/actor.ts';
import type { Submission, Toban } from '#operations/context.ts';
import { type DeclaredJob, jobsOf } from '../job.ts';
import { pausesInForce } from '../pauses.ts';
import { findJobRun, isUnderWay } from '../records.ts';
import { claimTick, releaseTicks, settleTick, waitingTicks } from '../records/ticks.ts';
import type { JobTickRow } from '../schema.ts';

const MOST_AT_ONCE = 1000;
/** Longer than any submission takes. */
const FORGOTTEN_MS = 60_000;

/** Submits a run for each instant that waits. Whoever claims an instant submits it; a claim that was forgotten is released. */
export async function submitWaiting(toban: Toban, now: number, signal: AbortSignal): Promise<void> {
  await releaseTicks(toban.store.db, now - FORGOTTEN_MS);
  const waiting = await waitingTicks(toban.store.db, now, MOST_AT_ONCE);
  if (waiting.length === 0) return;
  const paused = await pausesInForce(toban);
  const declared = new Set(jobsOf(toban.manual, undefined).map(nameOf));
  for (const tick of waiting) {
    if (signal.aborted) return;
    // Another node may run a version with other manuals: what this one does not know is left to it.
    if (!declared.has(`${tick.service}/${tick.job}`)) continue;
    if (tick.retry_of !== null && paused(tick.service, tick.job)) continue;
    if (tick.catch_up === 1 && (await isUnderWay(toban.store.db, tick))) continue;
    if (await claimTick(toban.store.db, tick, toban.clock.now())) await submitTick(toban, tick);
  }
}

const nameOf = ({ manual, job }: DeclaredJob): string => `${manual.id}/${job.name}`;

async function submitTick(toban: Toban, tick: JobTickRow): Promise<void> {
  try {
    const { ended } = await toban.submit(await submissionOf(toban, tick));
    await settleTick(toban.store.db, tick, 'submitted');
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
    await settleTick(toban.store.db, tick, later ? 'waiting' : 'failed');
  }
}

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
