import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import { OpsError } from '#platform/errors.ts';
import type { Guard } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { pauseOf } from './records/holds.ts';
import { findDelivery } from './records/lists.ts';
import type { PauseRow } from './schema.ts';

export const describePause = (row: PauseRow) => ({
  reason: row.reason,
  by: row.paused_by,
  at: rfc3339(row.paused_at),
  until: rfc3339OrNull(row.until),
});

const SENDING = new Set(['delivery.send', 'delivery.retry', 'delivery.release']);

/** While a service's deliveries are paused, nothing may be started that sends for it. */
export const pauseGuard: Guard = async ({ operation, input }, context) => {
  const service = await sendsFor(operation.name, input, context);
  const pause = service && (await pauseOf(context.store.db, service, context.clock.now()));
  if (!pause) return undefined;
  const { reason, by, until } = describePause(pause);
  return new OpsError(
    'delivery.paused',
    `Deliveries of ${service} are paused: ${reason} (${by}${until ? `, until ${until}` : ''}).`,
    {
      kind: 'blocked',
      hint: `When they may go on: toban delivery resume ${service}`,
    },
  );
};

async function sendsFor(
  operation: string,
  input: Record<string, unknown>,
  { manual, store }: Context,
): Promise<string | undefined> {
  const { service, job, delivery } = input as { service?: string; job?: string; delivery?: string };
  if (operation === 'jobs.run') {
    const jobs = manual.all().find(({ id }) => id === service)?.jobs ?? [];
    return jobs.some((declared) => declared.name === job && declared.delivers) ? service : undefined;
  }
  if (!SENDING.has(operation)) return undefined;
  return service ?? (delivery === undefined ? undefined : (await findDelivery(store.db, delivery))?.service);
}
