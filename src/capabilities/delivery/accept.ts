import { OpsError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { ServiceManual } from '#manual/service.ts';
import { durationMs } from '#manual/units.ts';
import { addressOn, channelOf } from './channels.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { MessageInput } from './message.ts';
import type { DeliveryRow, DeliveryState, MessageRow } from './schema.ts';

/** A message ready to be written down. */
export type Draft = { message: MessageRow; deliveries: DeliveryRow[] };

export const RANKS = { urgent: 0, normal: 1, low: 2 } as const;
export const RANK_ORDER: readonly number[] = Object.values(RANKS);

/** Turns what was asked into rows. Throws OpsError with what is wrong; touches nothing. */
export function draftMessage(manual: ServiceManual, input: MessageInput, now: number): Draft {
  const expiresAt = expiryOf(manual, input, now);
  if (expiresAt !== null && input.notBefore !== undefined && expiresAt <= input.notBefore) {
    throw usage('message.times', 'expiresAt must be later than notBefore.', 'expiresAt');
  }
  const message: MessageRow = {
    id: newId('m', now),
    service: manual.id,
    category: input.category,
    title: input.title,
    body: input.body,
    html: input.html ?? null,
    data_json: input.data ? JSON.stringify(input.data) : null,
    link: input.link ?? null,
    priority: input.priority,
    idem_key: input.key ?? null,
    fingerprint: fingerprintOf(input),
    not_before: input.notBefore ?? null,
    expires_at: expiresAt,
    created_at: now,
  };
  return { message, deliveries: addressees(manual, input).map((to) => deliveryFor(message, to)) };
}

function expiryOf(manual: ServiceManual, { category, notBefore, expiresAt }: MessageInput, now: number): number | null {
  const declared = manual.categories[category]?.expires;
  const byCategory = declared ? Math.max(now, notBefore ?? 0) + durationMs(declared) : Number.POSITIVE_INFINITY;
  const earliest = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, byCategory);
  return Number.isFinite(earliest) ? earliest : null;
}

type Addressee = { channel: string; address: string };

/** Each address once, however often it was named. */
function addressees(manual: ServiceManual, { to }: MessageInput): Addressee[] {
  const found = new Map<string, Addressee>();
  for (const [index, target] of to.entries()) {
    if ('recipient' in target) {
      throw usage(
        'message.recipient',
        `Recipients are not kept yet, so "${target.recipient}" leads nowhere.`,
        `to.${index}.recipient`,
        'Name the address: { "channel": "email", "address": "…" }',
      );
    }
    const use = channelOf(manual, target.channel, `to.${index}.channel`);
    const address = addressOn(use, target.address, `to.${index}.address`);
    found.set(`${use.name} ${address}`, { channel: use.name, address });
  }
  return [...found.values()];
}

function deliveryFor(message: MessageRow, { channel, address }: Addressee): DeliveryRow {
  const { created_at: now, not_before, expires_at } = message;
  const due = Math.max(now, not_before ?? 0);
  const lapsed = expires_at !== null && expires_at <= now;
  return {
    id: newId('d', now),
    message_id: message.id,
    service: message.service,
    category: message.category,
    channel,
    address,
    title: message.title,
    state: lapsed ? 'expired' : due > now ? 'scheduled' : 'ready',
    rank: RANKS[message.priority as keyof typeof RANKS],
    attempt: 0,
    failures: 0,
    token: null,
    node: null,
    owner: null,
    lease_until: null,
    ready_at: due,
    expires_at,
    possible_duplicate: 0,
    retryable: 0,
    error_code: lapsed ? 'delivery.expired' : null,
    error_detail: lapsed ? 'Its time had passed when it was accepted.' : null,
    error_hint: null,
    provider_id: null,
    due_at: due,
    created_at: now,
    updated_at: now,
    ended_at: lapsed ? now : null,
  };
}

/** The state in which a delivery was accepted: what the first answer said is said again under the same key. */
export function stateAtAcceptance(delivery: DeliveryRow): DeliveryState {
  if (delivery.ended_at === delivery.created_at && delivery.attempt === 0) return delivery.state;
  return delivery.due_at > delivery.created_at ? 'scheduled' : 'ready';
}

function usage(code: string, message: string, path: string, hint?: string): OpsError {
  return new OpsError(code, message, { kind: 'usage', problems: [{ path, message }], ...(hint && { hint }) });
}
