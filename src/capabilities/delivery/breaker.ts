import type { Db } from '#platform/db/store.ts';
import type { Toban } from '#operations/context.ts';
import { closedForMs } from './backoff.ts';
import type { ChannelError } from './channel.ts';
import type { LaneKey } from './records/claim.ts';
import { breakerOf, putBreaker, takeProbe } from './records/holds.ts';

/** Closes a channel to sending for a while, the longer the oftener it failed in a row. */
export async function trip(trx: Db, { service, channel }: LaneKey, failure: ChannelError, reason: string, now: number): Promise<void> {
  const before = await breakerOf(trx, { service, channel });
  // Calls that were under way together fail together: they count as one failure.
  const together = before !== undefined && before.retry_at > now && before.kind === failure.failure && before.failures > 0 && before.since !== now && before.retry_at - now > 0;
  const failures = together ? before.failures : (before?.failures ?? 0) + 1;
  const retryAt = now + closedForMs(failure.failure, failures, failure.retryAfterMs);
  await putBreaker(trx, {
    service,
    channel,
    kind: failure.failure,
    reason,
    hint: failure.hint ?? null,
    since: before?.since ?? now,
    retry_at: Math.max(retryAt, together ? before.retry_at : 0),
    failures,
  });
}

export type Opening = { limit: number; retryInMs?: number };

/** How many deliveries a lane may claim as far as its breaker goes: all, none, or one to try whether the channel answers again. */
export async function openingOf(toban: Toban, lane: LaneKey, wanted: number): Promise<Opening> {
  const { store, clock, settings } = toban;
  const breaker = await breakerOf(store.db, lane);
  if (!breaker) return { limit: wanted };
  const now = clock.now();
  if (breaker.retry_at > now) return { limit: 0, retryInMs: breaker.retry_at - now };
  const until = now + settings.providerDeadlineMs;
  return (await takeProbe(store.db, breaker, until)) ? { limit: 1 } : { limit: 0, retryInMs: until - now };
}
