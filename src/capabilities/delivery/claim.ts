import { newToken } from '#platform/ids.ts';
import type { Toban } from '#operations/context.ts';
import { messagesByIds } from './records/accept.ts';
import { claimDue, insertAttempts, type LaneKey, markSent, renewHeld } from './records/claim.ts';
import { pauseOf } from './records/holds.ts';
import { RANK_ORDER } from './accept.ts';
import type { DeliveryRow, MessageRow } from './schema.ts';

/** A delivery in our hands, with what is to be sent. */
export type Claimed = { delivery: DeliveryRow & { token: string }; message: MessageRow };

/**
 * Takes up to `limit` due deliveries of a lane: the urgent first, then the oldest. The attempt is counted here, in the
 * same transaction, so that even an attempt that ends the process is known.
 */
export async function claim(toban: Toban, owner: string, lane: LaneKey, limit: number): Promise<Claimed[]> {
  const { store, clock, settings } = toban;
  return store.commit(async (trx) => {
    const now = clock.now();
    const set = { token: newToken(), node: settings.node, owner, lease_until: now + settings.leaseMs };
    const rows: DeliveryRow[] = [];
    for (const rank of RANK_ORDER) {
      if (rows.length < limit)
        rows.push(...(await claimDue(trx, store.dialect, { ...lane, rank, limit: limit - rows.length, now, set })));
    }
    if (rows.length === 0) return [];
    await insertAttempts(
      trx,
      rows.map((row) => attemptOf(row, settings.node, now)),
    );
    const messages = new Map(
      (await messagesByIds(trx, [...new Set(rows.map((row) => row.message_id))])).map((message) => [
        message.id,
        message,
      ]),
    );
    return rows.map((row) => ({
      delivery: { ...row, token: set.token },
      message: messages.get(row.message_id) as MessageRow,
    }));
  });
}

const attemptOf = ({ id, attempt, service }: DeliveryRow, node: string, now: number) => ({
  delivery_id: id,
  attempt,
  service,
  node,
  started_at: now,
  ended_at: null,
  outcome: null,
  code: null,
  answer: null,
  hint: null,
  sent: 0,
});

/**
 * The last thing before the provider is called: in one transaction the deliveries are still ours, their lease is long
 * enough, no pause has come, and it is durable that they may now be sent. It costs one more sync for each call, which
 * those that go out at the same time share; for it a kill between claim and call is known to have sent nothing, so
 * nothing is sent twice, or held for a person, that never went out.
 */
export async function begin(toban: Toban, batch: Claimed[]): Promise<{ held: Claimed[]; paused: boolean }> {
  const [first] = batch;
  if (!first) return { held: [], paused: false };
  const { token, service } = first.delivery;
  return toban.store.commit(async (trx) => {
    const now = toban.clock.now();
    const ids = batch.map(({ delivery }) => delivery.id);
    const mine = new Set((await renewHeld(trx, ids, token, now + toban.settings.leaseMs)).map(({ id }) => id));
    const held = batch.filter(({ delivery }) => mine.has(delivery.id));
    if (held.length === 0) return { held, paused: false };
    if (await pauseOf(trx, service, now)) return { held, paused: true };
    await markSent(trx, [...mine], [...new Set(held.map(({ delivery }) => delivery.attempt))], now);
    return { held, paused: false };
  });
}
