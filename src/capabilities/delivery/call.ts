import { OpsError } from '#platform/errors.ts';
import type { Toban } from '#operations/context.ts';
import { stopFor } from '#capabilities/emergency/index.ts';
import { type Channel, type ChannelContext, ChannelError, type DeliveryOutcome, type Outgoing } from './channel.ts';
import type { Claimed } from './claim.ts';
import { pauseOf } from './records/holds.ts';

/** Thrown from within a call when nothing may be sent any more. */
export class Halted extends Error {}

/** What has to be known about a channel to call it. */
export type Line = {
  service: string;
  channel: string;
  adapter: Channel;
  /** As the manual has them. Throws ChannelError when they do not fit the adapter. */
  options(): unknown;
  keep: ChannelContext['keep'];
  /** Aborted when a shutdown cannot wait any longer. */
  hurry: AbortSignal;
  permit: Permit;
};

/** Throws Halted when nothing may be sent now. `forget`: something changed, so that the store is to be asked again. */
export type Permit = { (): Promise<void>; forget(): void };

/** How long an adapter may take to give up once its time is over. */
const GIVE_UP_MS = 1000;

/** Calls the channel. Rejects with ChannelError, or with Halted when nothing was sent; whatever else happens is "unknown". */
export async function callChannel(toban: Toban, line: Line, batch: Claimed[]): Promise<DeliveryOutcome[]> {
  const { providerDeadlineMs } = toban.settings;
  const signal = AbortSignal.any([line.hurry, AbortSignal.timeout(providerDeadlineMs)]);
  const context: ChannelContext = {
    service: line.service,
    channel: line.channel,
    options: line.options(),
    http: toban.http,
    secrets: toban.secrets,
    deadlineMs: providerDeadlineMs,
    signal,
    now: () => toban.clock.now(),
    permit: line.permit,
    keep: line.keep,
  };
  const calling = line.adapter.send(batch.map(outgoing), context);
  try {
    return await Promise.race([calling, givingUp(signal)]);
  } catch (thrown) {
    calling.catch(() => {});
    return unexpected(thrown, batch);
  }
}

function unexpected(thrown: unknown, batch: Claimed[]): DeliveryOutcome[] {
  if (thrown instanceof ChannelError || thrown instanceof Halted) throw thrown;
  if (thrown instanceof OpsError && thrown.code.startsWith('secret.')) {
    throw new ChannelError('credentials', thrown.message, { code: thrown.code, hint: thrown.hint, cause: thrown });
  }
  const answer = thrown instanceof Error ? thrown.message : String(thrown);
  return batch.map(() => ({ kind: 'unknown', answer }));
}

/** Rejects some time after the signal, for an adapter that does not heed it. */
function givingUp(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const late = (): void =>
      void setTimeout(() => reject(new Error('The channel did not answer in time.')), GIVE_UP_MS).unref();
    if (signal.aborted) late();
    else signal.addEventListener('abort', late, { once: true });
  });
}

/** A stop is obeyed within a second; an answer of the store may be so old. */
const FRESH_MS = 200;

/**
 * Asks the store, the only truth, whether an emergency stop or a pause holds the service. What lets pass is good for a
 * moment, so that a lane at full speed does not ask for each delivery three times.
 */
export function permitFor(toban: Toban, service: string): Permit {
  let askedAt = Number.NEGATIVE_INFINITY;
  const ask = async (): Promise<void> => {
    const began = performance.now();
    if (began - askedAt < FRESH_MS) return;
    const stop = await stopFor(toban, service);
    if (stop) throw new Halted(`emergency stop: ${stop.reason}`);
    const pause = await pauseOf(toban.store.db, service, toban.clock.now());
    if (pause) throw new Halted(`paused: ${pause.reason}`);
    askedAt = began;
  };
  return Object.assign(ask, { forget: () => void (askedAt = Number.NEGATIVE_INFINITY) });
}

const outgoing = ({ delivery, message }: Claimed): Outgoing => ({
  id: delivery.id,
  attempt: delivery.attempt,
  address: delivery.address,
  title: message.title,
  body: message.body,
  html: message.html,
  data: message.data_json === null ? null : (JSON.parse(message.data_json) as Record<string, unknown>),
  link: message.link,
  createdAt: message.created_at,
});
