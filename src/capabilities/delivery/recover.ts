import { newToken } from '#platform/ids.ts';
import type { Toban } from '#operations/context.ts';
import { settleHandedBack, settleOutcomes } from './complete.ts';
import { abandoned, takeOver } from './records/claim.ts';
import type { DeliveryRow } from './schema.ts';

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
  for (const { sent, ...row } of lost) {
    // The worker may be frozen rather than gone, and wake at this moment: whoever comes second finds the door closed.
    const mine = { token: newToken(), owner, lease_until: now + toban.settings.leaseMs };
    if (!(await toban.store.commit((trx) => takeOver(trx, row, mine)))) continue;
    await takeUp(toban, { ...row, ...mine }, sent === 1);
  }
  return lost.length === AT_ONCE
    ? lost.length + (await recoverAbandoned(toban, { owner, inFlight, formerLife }))
    : lost.length;
}

async function takeUp(toban: Toban, delivery: DeliveryRow, sent: boolean): Promise<void> {
  const { id, attempt, node } = delivery;
  toban.log.warn('a delivery was taken up again: its worker was gone', { delivery: id, attempt, sent });
  if (!sent) return settleHandedBack(toban, [delivery], 'The worker ended before the call.', 'interrupted');
  const answer = `The worker on ${node} ended during the call.`;
  return settleOutcomes(toban, [delivery], [{ kind: 'unknown', answer }]);
}
