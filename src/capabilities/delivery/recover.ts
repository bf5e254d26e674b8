import type { Toban } from '#operations/context.ts';
import { settleHandedBack, settleOutcomes } from './complete.ts';
import { abandoned } from './records/claim.ts';

const AT_ONCE = 500;

export type Recovery = { owner: string; inFlight: ReadonlySet<string>; formerLife: boolean };

/**
 * Takes up deliveries whose worker is gone. Where the provider may have been called, the category's policy for a missing
 * answer decides, and it counts, so that what ends the process each time ends as dead; where not, it simply waits again.
 *
 * `formerLife`: at the start, also those that a former life of this process left behind, without waiting for their
 * leases. Only on SQLite, whose data folder no second process can have; on PostgreSQL another node may be at work on them.
 */
export async function recoverAbandoned(toban: Toban, { owner, inFlight, formerLife }: Recovery): Promise<number> {
  const now = toban.clock.now();
  const others = formerLife && toban.store.dialect === 'sqlite';
  const found = await abandoned(toban.store.db, { now, owner, others, limit: AT_ONCE });
  const lost = found.filter(({ id }) => !inFlight.has(id));
  for (const { sent, ...delivery } of lost) {
    toban.log.warn('a delivery was taken up again: its worker was gone', {
      delivery: delivery.id,
      attempt: delivery.attempt,
      sent: sent === 1,
    });
    if (sent === 1)
      await settleOutcomes(
        toban,
        [delivery],
        [{ kind: 'unknown', answer: `The worker on ${delivery.node} ended during the call.` }],
      );
    else await settleHandedBack(toban, [delivery], 'The worker ended before the call.', 'interrupted');
  }
  return lost.length === AT_ONCE
    ? lost.length + (await recoverAbandoned(toban, { owner, inFlight, formerLife }))
    : lost.length;
}
