import type { Db } from '#platform/db/store.ts';
import type { Toban } from '#operations/context.ts';
import { RANK_ORDER } from './accept.ts';
import { closedForMs } from './backoff.ts';
import type { ChannelError } from './channel.ts';
import { type LaneKey, nextDue } from './records/claim.ts';
import { breakerOf, putBreaker, takeProbe } from './records/holds.ts';

/** Closes a channel to sending for a while, the longer the oftener it failed in a row. `begunAt`: when the call began. */
export async function trip(trx: Db, lane: LaneKey, { failure, reason, begunAt, now }: Trip): Promise<void> {
  const { service, channel } = lane;
  const before = await breakerOf(trx, lane);
  const same = before?.kind === failure.failure ? before : undefined;
  // Calls that were under way together fail together: they count as one failure.
  const counted = same !== undefined && begunAt <= same.tripped_at;
  const failures = (same?.failures ?? 0) + (counted ? 0 : 1);
  const retryAt = now + closedForMs(failure.failure, failures, failure.retryAfterMs);
  await putBreaker(trx, {
    service,
    channel,
    kind: failure.failure,
    reason,
    hint: failure.hint ?? null,
    since: same?.since ?? now,
    tripped_at: now,
    retry_at: counted ? Math.max(same.retry_at, now + (failure.retryAfterMs ?? 0)) : retryAt,
    failures,
  });
}

type Trip = { failure: ChannelError; reason: string; begunAt: number; now: number };

/** `probe`: the channel is closed, and one delivery may try whether it answers again. */
export type Opening = { limit: number; probe?: boolean; retryInMs?: number };

/** How many deliveries a lane may claim as far as its breaker goes. */
export async function openingOf(toban: Toban, lane: LaneKey, wanted: number): Promise<Opening> {
  const { store, clock, settings } = toban;
  const breaker = await breakerOf(store.db, lane);
  if (!breaker) return { limit: wanted };
  const now = clock.now();
  if (breaker.retry_at > now) return { limit: 0, retryInMs: breaker.retry_at - now };
  const next = await nextDue(store.db, lane, RANK_ORDER);
  if (next === null || next > now) return { limit: 0, retryInMs: next === null ? PATIENCE_MS : next - now };
  const until = now + settings.providerDeadlineMs;
  return (await takeProbe(store.db, breaker, until)) ? { limit: 1, probe: true } : { limit: 0, retryInMs: until - now };
}

const PATIENCE_MS = 60_000;
