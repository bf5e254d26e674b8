import type { z } from 'zod';
import type { Category as CategoryManual } from '#manual/service.ts';
import { backoffMs } from './backoff.ts';
import type { DeliveryOutcome } from './channel.ts';
import type { DeliveryRow } from './schema.ts';

export type Category = z.output<typeof CategoryManual>;
export type Judged = Pick<DeliveryRow, 'failures'>;
export type Judging = { category: Category; now: number; random: number };

/** What becomes of a delivery by the outcome of an attempt. Pure: the rules of the ledger stand here and nowhere else. */
export function verdictOf(delivery: Judged, outcome: DeliveryOutcome, judging: Judging): Partial<DeliveryRow> {
  const { now } = judging;
  switch (outcome.kind) {
    case 'accepted':
      return { ...ended('accepted', now), ...noError, provider_id: outcome.providerId ?? null };
    case 'gone':
      return {
        ...ended('dead', now),
        error_code: outcome.code,
        error_detail: outcome.answer,
        error_hint: 'Correct the address.',
        retryable: 0,
      };
    case 'refused':
      return {
        ...ended('dead', now),
        error_code: outcome.code,
        error_detail: outcome.answer,
        error_hint: outcome.hint ?? null,
        retryable: outcome.retryable ? 1 : 0,
      };
    case 'retry':
      return failed(
        delivery,
        { code: outcome.code, detail: outcome.answer, retryAfterMs: outcome.retryAfterMs },
        judging,
      );
    case 'unknown':
      return unanswered(delivery, outcome.answer, judging);
  }
}

function unanswered(delivery: Judged, answer: string, judging: Judging): Partial<DeliveryRow> {
  if (judging.category.unknown === 'retry') {
    return { ...failed(delivery, { code: 'delivery.no-answer', detail: answer }, judging), possible_duplicate: 1 };
  }
  return {
    ...ended('unknown', judging.now),
    error_code: 'delivery.no-answer',
    error_detail: answer,
    error_hint: 'Look whether it arrived. To send it again: toban delivery release DELIVERY',
    retryable: 0,
  };
}

type Failure = { code: string; detail: string; retryAfterMs?: number | undefined };

function failed(
  delivery: Judged,
  { code, detail, retryAfterMs }: Failure,
  { category, now, random }: Judging,
): Partial<DeliveryRow> {
  const failures = delivery.failures + 1;
  const error = { error_code: code, error_detail: detail, failures };
  if (failures >= category.attempts) {
    return {
      ...ended('dead', now),
      ...error,
      error_hint: 'When the cause is mended: toban delivery retry',
      retryable: 1,
    };
  }
  return { ...handedBack(now), ...error, error_hint: null, ready_at: now + backoffMs(failures, random, retryAfterMs) };
}

const noError = { error_code: null, error_detail: null, error_hint: null };

const released = { token: null, owner: null, node: null, lease_until: null };

const ended = (state: DeliveryRow['state'], now: number): Partial<DeliveryRow> => ({
  ...released,
  state,
  ended_at: now,
  updated_at: now,
});

/** Back among those that wait, nothing counted against it. */
export const handedBack = (now: number): Partial<DeliveryRow> => ({ ...released, state: 'ready', updated_at: now });
