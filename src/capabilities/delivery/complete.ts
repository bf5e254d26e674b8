import { Category as CategoryPolicy } from '#manual/service.ts';
import type { Db } from '#platform/db/store.ts';
import type { Toban } from '#operations/context.ts';
import type { ChannelError, DeliveryOutcome } from './channel.ts';
import { trip } from './breaker.ts';
import { announce } from './feed.ts';
import { changeFenced, endAttempt, suppressWaiting } from './records/claim.ts';
import { insertDeadAddress, removeBreaker } from './records/holds.ts';
import type { AttemptOutcome, AttemptRow, DeliveryRow } from './schema.ts';
import { type Category, handedBack, verdictOf } from './verdict.ts';

type Ending = Pick<AttemptRow, 'outcome' | 'code' | 'answer' | 'hint'>;
/** What to write for one delivery: its new state and the end of its attempt. */
type Settlement = { delivery: DeliveryRow; change: Partial<DeliveryRow>; ending: Ending; goneCode?: string };

/** Writes down how each delivery of a batch ended. `troubled`: the channel was closed; now that it answers it is open again. */
export async function settleOutcomes(
  toban: Toban,
  deliveries: DeliveryRow[],
  outcomes: DeliveryOutcome[],
  troubled = true,
): Promise<void> {
  const now = toban.clock.now();
  const settlements = deliveries.map((delivery, index) =>
    judge(toban, delivery, outcomes[index] ?? { kind: 'unknown', answer: 'The channel gave no outcome.' }, now),
  );
  const answered = troubled && outcomes.some((outcome) => outcome.kind !== 'unknown');
  await settle(toban, settlements, async (trx) => {
    const [first] = deliveries;
    if (answered && first) await removeBreaker(trx, first);
  });
}

/**
 * The whole batch failed by the channel's fault: its deliveries go back uncounted, and the channel is closed for a while.
 * They line up behind those that wait, so that the next to try the channel is another one.
 */
export async function settleChannelFailure(
  toban: Toban,
  deliveries: DeliveryRow[],
  failure: ChannelError,
  begunAt: number,
): Promise<void> {
  const now = toban.clock.now();
  const answer = toban.secrets.redact(failure.message);
  const ending = { outcome: 'channel-failed', code: failure.code, answer, hint: failure.hint ?? null } as const;
  const settlements = deliveries.map((delivery) =>
    failure.sent
      ? judge(toban, delivery, { kind: 'unknown', answer }, now)
      : { delivery, change: { ...handedBack(now), ...errorOf(ending), ready_at: now }, ending },
  );
  await settle(toban, settlements, async (trx) => {
    const [first] = deliveries;
    if (first) await trip(trx, first, { failure, reason: answer, begunAt, now });
  });
}

const errorOf = ({ code, answer, hint }: Ending): Partial<DeliveryRow> => ({
  error_code: code,
  error_detail: answer,
  error_hint: hint,
});

/** Nothing was sent: back they go, and nothing counts. */
export function settleHandedBack(
  toban: Toban,
  deliveries: DeliveryRow[],
  why: string,
  outcome: AttemptOutcome = 'handed-back',
): Promise<void> {
  const change = handedBack(toban.clock.now());
  return settle(
    toban,
    deliveries.map((delivery) => ({ delivery, change, ending: { outcome, code: null, answer: why, hint: null } })),
  );
}

function judge(toban: Toban, delivery: DeliveryRow, told: DeliveryOutcome, now: number): Settlement {
  const outcome = redacted(toban, told);
  const change = verdictOf(delivery, outcome, { category: categoryOf(toban, delivery), now, random: Math.random() });
  const code = outcome.kind === 'accepted' ? null : outcome.kind === 'unknown' ? 'delivery.no-answer' : outcome.code;
  const hint = outcome.kind === 'refused' ? (outcome.hint ?? null) : null;
  const ending: Ending = { outcome: outcome.kind, code, answer: outcome.answer ?? null, hint };
  return { delivery, change, ending, ...(outcome.kind === 'gone' && { goneCode: outcome.code }) };
}

function redacted(toban: Toban, outcome: DeliveryOutcome): DeliveryOutcome {
  return outcome.answer === undefined ? outcome : { ...outcome, answer: toban.secrets.redact(outcome.answer) };
}

/** The policy for a category that the manual does not name. */
const STANDARD: Category = CategoryPolicy.parse({});

/** The policy as the manual has it now, also for what was accepted before it changed. */
export function categoryOf(toban: Toban, { service, category }: Pick<DeliveryRow, 'service' | 'category'>): Category {
  const manual = toban.manual.all().find(({ id }) => id === service);
  return manual?.categories[category] ?? STANDARD;
}

/** Each change holds only while its fence does; the rest are logged, for somebody else has written their end. */
async function settle(toban: Toban, settlements: Settlement[], also?: (trx: Db) => Promise<void>): Promise<void> {
  const changed = await toban.store.commit(async (trx) => {
    const rows: DeliveryRow[] = [];
    for (const settlement of settlements) rows.push(...(await settleOne(toban, trx, settlement)));
    if (rows.length > 0) await also?.(trx);
    return rows;
  });
  announce(toban, changed);
}

async function settleOne(
  toban: Toban,
  trx: Db,
  { delivery, change, ending, goneCode }: Settlement,
): Promise<DeliveryRow[]> {
  const now = toban.clock.now();
  if (!(await changeFenced(trx, delivery, change))) {
    toban.log.warn('an outcome came too late: the delivery had passed to somebody else', {
      delivery: delivery.id,
      attempt: delivery.attempt,
      outcome: ending.outcome,
    });
    return [];
  }
  await endAttempt(trx, delivery, { ...ending, ended_at: now });
  const row = { ...delivery, ...change };
  if (goneCode === undefined) return [row];
  await insertDeadAddress(trx, {
    service: row.service,
    channel: row.channel,
    address: row.address,
    code: goneCode,
    since: now,
  });
  return [row, ...(await suppressWaiting(trx, row, row.address, goneCode, now))];
}
