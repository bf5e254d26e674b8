import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import type { Context } from '#operations/context.ts';
import type { Language } from '#manual/text.ts';
import { describeDelivery } from './describe.ts';
import { findMessage } from './records/accept.ts';
import { attemptsOf } from './records/lists.ts';
import type { AttemptRow, DeliveryRow, DeliveryState, MessageRow } from './schema.ts';

/** Everything known about one delivery. */
export async function showDelivery({ store, lang }: Context, delivery: DeliveryRow) {
  const message = (await findMessage(store.db, delivery.message_id)) as MessageRow;
  const attempts = await attemptsOf(store.db, delivery.id);
  return {
    ...describeDelivery(delivery),
    body: message.body,
    ...(message.html !== null && { html: message.html }),
    ...(message.link !== null && { link: message.link }),
    key: message.idem_key,
    priority: message.priority,
    expiresAt: rfc3339OrNull(delivery.expires_at),
    providerId: delivery.provider_id,
    attemptsMade: attempts.map(describeAttempt),
    timeline: timelineOf(delivery, attempts, lang),
  };
}

const describeAttempt = (row: AttemptRow) => ({
  attempt: row.attempt,
  startedAt: rfc3339(row.started_at),
  endedAt: rfc3339OrNull(row.ended_at),
  duration_ms: row.ended_at === null ? null : row.ended_at - row.started_at,
  outcome: row.outcome,
  ...(row.code !== null && { code: row.code }),
  ...(row.answer !== null && { answer: row.answer }),
  ...(row.hint !== null && { hint: row.hint }),
  node: row.node,
});

const STATES: Record<DeliveryState, Record<Language, string>> = {
  scheduled: { en: 'waits for its time', ja: '予定時刻を待っています' },
  ready: { en: 'waits to be sent', ja: '送信を待っています' },
  sending: { en: 'is being sent', ja: '送信中です' },
  accepted: { en: 'taken by the provider', ja: '送信先の事業者が受け取りました' },
  delivered: { en: 'delivered', ja: '届きました' },
  unknown: { en: 'sent, but no answer came', ja: '送信しましたが応答がありません' },
  dead: { en: 'given up', ja: '配信を断念しました' },
  suppressed: { en: 'not sent: the address is gone', ja: '宛先が存在しないため送信しません' },
  expired: { en: 'not sent: its time had passed', ja: '期限切れのため送信しません' },
  cancelled: { en: 'cancelled', ja: '取り消されました' },
  held: { en: 'waits for a person', ja: '担当者の判断を待っています' },
};

function timelineOf(delivery: DeliveryRow, attempts: AttemptRow[], lang: Language): { at: string; text: string }[] {
  const accepted = {
    at: rfc3339(delivery.created_at),
    text: lang === 'ja' ? '受け付けました' : 'accepted from the service',
  };
  const tries = attempts.map((row) => ({ at: rfc3339(row.ended_at ?? row.started_at), text: attemptText(row, lang) }));
  const now = { at: rfc3339(delivery.ended_at ?? delivery.updated_at), text: STATES[delivery.state][lang] };
  return [accepted, ...tries, now];
}

function attemptText({ attempt, outcome, answer }: AttemptRow, lang: Language): string {
  const told = answer ? `: ${answer}` : '';
  return lang === 'ja'
    ? `試行 ${attempt} ${outcome ?? '送信中'}${told}`
    : `attempt ${attempt} ${outcome ?? 'under way'}${told}`;
}
