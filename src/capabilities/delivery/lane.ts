import type { Toban } from '#operations/context.ts';
import { RANK_ORDER } from './accept.ts';
import { attempt, type Attempting, persistently, type Settle } from './attempt.ts';
import { openingOf } from './breaker.ts';
import { Halted, type Line } from './call.ts';
import { claim, type Claimed } from './claim.ts';
import { announce } from './feed.ts';
import { nextDue } from './records/claim.ts';
import { hastenProbe } from './records/holds.ts';
import { wakeup } from './wakeup.ts';

/** However quiet it is, the store is asked so often: another node may have accepted or handed back something. */
const POLL_MS = 1000;

/** `inFlight`: what this process has in its hands, in all its lanes. */
export type LaneOptions = { owner: string; line: Line; inFlight: Set<string> };

/**
 * One channel of one service, with slots of its own: a provider that is slow or dead delays nobody else's deliveries.
 *
 * A slot is free as soon as the provider's answer is in hand: so the outcome and the next claim share one sync of the
 * disk, and a kill before it finds neither. Only outcomes that cannot be written keep their slots.
 */
export class Lane implements Attempting {
  readonly line: Line;
  /** Whether the channel was closed when last looked at. */
  troubled = false;
  readonly #toban: Toban;
  readonly #owner: string;
  readonly #inFlight: Set<string>;
  readonly #bell;
  readonly #calls = new Set<Promise<void>>();
  readonly #settling = new Set<Promise<void>>();

  constructor(toban: Toban, { owner, line, inFlight }: LaneOptions) {
    this.#toban = toban;
    this.#owner = owner;
    this.line = line;
    this.#inFlight = inFlight;
    this.#bell = wakeup(toban.clock);
  }

  /** Works until the signal is aborted, then waits for the calls under way and for what they came to. */
  async work(signal: AbortSignal): Promise<void> {
    const deaf = this.#listen();
    try {
      while (!signal.aborted) {
        const free = this.#freeSlots();
        await this.#bell.wait(free > 0 ? await this.#fill(free) : POLL_MS, signal);
      }
    } finally {
      deaf();
      await Promise.all(this.#calls);
      await Promise.all(this.#settling);
    }
  }

  #listen(): () => void {
    return this.#toban.events.subscribe(({ topic, service, id }) => {
      const concerns =
        topic === 'emergency' || (topic === 'delivery' && (service ?? this.line.service) === this.line.service);
      // What this process does itself is no news to it.
      if (!concerns || (id !== undefined && this.#inFlight.has(id))) return;
      if (topic === 'emergency' || id === undefined) this.line.permit.forget();
      this.#bell.ring();
    });
  }

  #freeSlots(): number {
    const { concurrency } = this.line.adapter;
    return concurrency - this.#calls.size - Math.max(0, this.#settling.size - concurrency);
  }

  /** Claims what fits into the free slots and starts it. Answers after how long there may be more to do. */
  async #fill(free: number): Promise<number> {
    const { service, channel, adapter } = this.line;
    try {
      await this.line.permit();
      const {
        limit,
        probe = false,
        retryInMs = POLL_MS,
      } = await openingOf(this.#toban, this.line, free * adapter.batch);
      this.troubled = limit === 0 || probe;
      if (limit === 0) return Math.min(retryInMs, POLL_MS);
      const claimed = await claim(this.#toban, this.#owner, this.line, limit);
      if (claimed.length > 0) this.#startAll(claimed, probe);
      else if (probe) await this.#letAnotherProbe();
      return claimed.length === limit ? 0 : await this.#untilNextDue();
    } catch (thrown) {
      if (thrown instanceof Halted) return POLL_MS;
      this.#toban.log.warn('nothing could be claimed', { service, channel, error: String(thrown) });
      return POLL_MS;
    }
  }

  #startAll(claimed: Claimed[], probe: boolean): void {
    for (const { delivery } of claimed) this.#inFlight.add(delivery.id);
    const { batch } = this.line.adapter;
    for (let from = 0; from < claimed.length; from += batch) this.#start(claimed.slice(from, from + batch), probe);
    announce(
      this.#toban,
      claimed.map(({ delivery }) => delivery),
    );
  }

  #start(batch: Claimed[], probe: boolean): void {
    const call = attempt(this.#toban, this, batch).then(async (settle) => {
      const written = this.#write(batch, settle, probe).finally(() => this.#settling.delete(written));
      this.#settling.add(written);
      // Before a channel that failed is known to be closed, nothing more is claimed for it.
      if (!settle.answered) await written;
      this.#calls.delete(call);
      this.#bell.ring();
    });
    this.#calls.add(call);
  }

  /** Never rejects: what cannot be written is recovered, when its lease has run out, by what its attempt row says. */
  async #write(batch: Claimed[], settle: Settle, probe: boolean): Promise<void> {
    const ids = batch.map(({ delivery }) => delivery.id);
    try {
      await persistently(this.#toban, settle, this.line.hurry);
      if (probe && settle.handedBack) await this.#letAnotherProbe();
    } catch (thrown) {
      this.#toban.log.error('a delivery was left as it is', { ids, error: String(thrown) });
    } finally {
      for (const id of ids) this.#inFlight.delete(id);
    }
  }

  #letAnotherProbe(): Promise<unknown> {
    return hastenProbe(this.#toban.store.db, this.line, this.#toban.clock.now());
  }

  async #untilNextDue(): Promise<number> {
    const next = await nextDue(this.#toban.store.db, this.line, RANK_ORDER);
    return next === null ? POLL_MS : Math.max(10, Math.min(next - this.#toban.clock.now(), POLL_MS));
  }
}
