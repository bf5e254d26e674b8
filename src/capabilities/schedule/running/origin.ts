import type { Db } from '#platform/db/store.ts';
import { OpsError } from '#platform/errors.ts';
import type { Context } from '#operations/context.ts';
import { findJobRun } from '../records.ts';
import { takeRetry, takeTick } from '../records/ticks.ts';
import type { JobRunRow, Trigger } from '../schema.ts';

export type Origin = { trigger: Trigger; scheduledFor: number | null; attempt: number };

/** What made this run start. An automatic retry counts its attempts; one that a person asked for begins anew. */
export async function originOf({ cause, actor, store }: Context): Promise<Origin> {
  if (cause?.kind === 'schedule') return { trigger: 'schedule', scheduledFor: Date.parse(cause.at), attempt: 1 };
  if (cause?.kind !== 'retry') return { trigger: 'manual', scheduledFor: null, attempt: 1 };
  const former = await findJobRun(store.db, cause.run);
  const attempt = actor.kind === 'schedule' ? (former?.attempt ?? 0) + 1 : 1;
  return { trigger: 'retry', scheduledFor: former?.scheduled_for ?? null, attempt };
}

/** Takes the instant for this run. A scheduler that slept, and submits late what another one did, stops here. */
export async function takeInstant(
  trx: Db,
  { cause, actor }: Context,
  { run_id, service, job, scheduled_for }: JobRunRow,
): Promise<void> {
  if (actor.kind !== 'schedule') return;
  const free =
    cause?.kind === 'retry'
      ? await takeRetry(trx, cause.run, run_id)
      : scheduled_for === null || (await takeTick(trx, { service, job, instant: scheduled_for }, run_id));
  if (free) return;
  throw new OpsError('job.instant-taken', `Another run of ${service} ${job} has taken this instant of the schedule.`, {
    kind: 'conflict',
    hint: `See it: toban jobs history ${service} ${job}`,
  });
}
