import { OpsError } from '#platform/errors.ts';
import type { Toban } from '#operations/context.ts';
import { RANK_ORDER } from './accept.ts';
import { openingOf } from './breaker.ts';
import { callChannel, Halted, type Line } from './call.ts';
import { ChannelError } from './channel.ts';
import { begin, claim, type Claimed } from './claim.ts';
import { settleChannelFailure, settleHandedBack, settleOutcomes } from './complete.ts';
import { announce } from './feed.ts';
import { nextDue } from './records/claim.ts';
import { hastenProbe } from './records/holds.ts';
import { wakeup } from './wakeup.ts';

/** However quiet it is, the store is asked so often: another node may have accepted or handed back something. */
const POLL_MS = 1000;

export type LaneOptions = {
  owner: string;
  line: Line;
  inFlight: Set<string>;
  /** Whether the channel was closed when last looked at. */
  troubled?: boolean;
};

/**
 * One channel of one service, with slots of its own: a provider that is slow or dead delays nobody else's deliveries.
 * Works until the signal is aborted, then waits for the calls under way.
 */
export async function workLane(toban: Toban, options: LaneOptions, signal: AbortSignal): Promise<void> {
  const { line, inFlight } = options;
  const { adapter, service } = line;
  const bell = wakeup(toban.clock);
  const calls = new Set<Promise<void>>();
  const settling = new Set<Promise<void>>();
  const deaf = toban.events.subscribe(({ topic, service: about, id }) => {
    const concerns = (topic === 'delivery' && (about === undefined || about === service)) || topic === 'emergency';
    // What this lane does itself is no news to it.
    if (concerns && !(id !== undefined && inFlight.has(id))) bell.ring();
  });
  // A slot is free as soon as its outcome is in hand: so the outcome and the next claim share one sync of the disk, and
  // a kill before it finds neither. Only outcomes that cannot be written keep their slots.
  const start = (batch: Claimed[], probe: boolean): void => {
    const call = attempt(toban, options, batch).then((settle) => {
      const written = write(toban, options, batch, settle, probe).finally(() => settling.delete(written));
      settling.add(written);
      calls.delete(call);
      bell.ring();
    });
    calls.add(call);
  };
  try {
    while (!signal.aborted) {
      const free = adapter.concurrency - calls.size - Math.max(0, settling.size - adapter.concurrency);
      const waitMs = free > 0 ? await fill(toban, options, free, start) : POLL_MS;
      await bell.wait(waitMs, signal);
    }
  } finally {
    deaf();
    await Promise.all(calls);
    await Promise.all(settling);
  }
}

/** Claims what fits into the free slots and starts it. Answers after how long there may be more to do. */
async function fill(toban: Toban, options: LaneOptions, free: number, start: (batch: Claimed[], probe: boolean) => void): Promise<number> {
  const { owner, line } = options;
  try {
    await line.permit();
    const most = free * line.adapter.batch;
    const { limit, probe = false, retryInMs } = await openingOf(toban, line, most);
    options.troubled = limit === 0 || probe;
    if (limit === 0) return Math.min(retryInMs ?? POLL_MS, POLL_MS);
    const claimed = await claim(toban, owner, line, limit);
    for (const { delivery } of claimed) options.inFlight.add(delivery.id);
    announce(toban, claimed.map(({ delivery }) => delivery));
    for (let from = 0; from < claimed.length; from += line.adapter.batch) start(claimed.slice(from, from + line.adapter.batch), probe);
    if (claimed.length === 0 && probe) await hastenProbe(toban.store.db, line, toban.clock.now());
    return claimed.length === limit ? 0 : await untilNextDue(toban, line);
  } catch (thrown) {
    if (!(thrown instanceof Halted)) toban.log.warn('nothing could be claimed', { service: line.service, channel: line.channel, error: String(thrown) });
    return POLL_MS;
  }
}

async function untilNextDue(toban: Toban, line: Line): Promise<number> {
  const next = await nextDue(toban.store.db, line, RANK_ORDER);
  return next === null ? POLL_MS : Math.max(10, Math.min(next - toban.clock.now(), POLL_MS));
}

/** Writes down what an attempt came to. Never rejects. */
async function write(toban: Toban, { line, inFlight }: LaneOptions, batch: Claimed[], settle: Settle, probe: boolean): Promise<void> {
  try {
    await persistently(toban, settle, line.hurry);
    if (probe && settle.handedBack) await hastenProbe(toban.store.db, line, toban.clock.now());
  } catch (thrown) {
    // The lease runs out, and the delivery is recovered by what its attempt row says.
    toban.log.error('a delivery was left as it is', { ids: batch.map(({ delivery }) => delivery.id), error: String(thrown) });
  } finally {
    for (const { delivery } of batch) inFlight.delete(delivery.id);
  }
}

type Settle = (() => Promise<void>) & { handedBack?: boolean };

/** One call of the channel, from the last check to its outcome, which is answered as what to write. Never rejects. */
async function attempt(toban: Toban, options: LaneOptions, batch: Claimed[]): Promise<Settle> {
  const { line } = options;
  const handBack = (claimed: Claimed[], why: string): Settle =>
    Object.assign(() => settleHandedBack(toban, rowsOf(claimed), why), { handedBack: true });
  let held = batch;
  try {
    if (line.hurry.aborted) return handBack(batch, 'Toban was stopping.');
    await line.permit();
    const begun = await begin(toban, batch);
    held = begun.held;
    if (held.length === 0) return async () => {};
    if (begun.paused) return handBack(held, 'A pause came first.');
  } catch (thrown) {
    return handBack(batch, thrown instanceof Error ? thrown.message : String(thrown));
  }
  const begunAt = toban.clock.now();
  try {
    const outcomes = await callChannel(toban, line, held);
    if (line.hurry.aborted && outcomes.every(({ kind }) => kind === 'retry')) return handBack(held, 'Toban was stopping.');
    return () => settleOutcomes(toban, rowsOf(held), outcomes, options.troubled);
  } catch (thrown) {
    if (!(thrown instanceof ChannelError)) return handBack(held, (thrown as Error).message);
    if (line.hurry.aborted && !thrown.sent) return handBack(held, 'Toban was stopping.');
    options.troubled = true;
    return () => settleChannelFailure(toban, rowsOf(held), thrown, begunAt);
  }
}

const rowsOf = (claimed: Claimed[]) => claimed.map(({ delivery }) => delivery);

/** Some failures of a store do not say that they pass; of those so many are borne, which is about five minutes. */
const MOST_TRIES = 60;

/**
 * A store that is full or away for a moment must not make a sent delivery look unsent: the outcome is kept in hand, and
 * written again and again until it is in the store or a shutdown cannot wait.
 */
async function persistently(toban: Toban, write: () => Promise<void>, hurry: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await write();
    } catch (thrown) {
      const passes = thrown instanceof OpsError && thrown.kind === 'unavailable';
      if (hurry.aborted || (!passes && tries >= MOST_TRIES)) throw thrown;
      toban.log.error('an outcome could not be written down yet', { error: String(thrown), tries });
      await toban.clock.sleep(Math.min(100 * 2 ** Math.min(tries, 10), 5000), hurry).catch(() => {});
    }
  }
}
