import { closeSync, openSync, writeSync } from 'node:fs';

export type Message = {
  id: string;
  channel: string;
  to: string;
  subject: string | null;
  text: string | null;
  html: string | null;
  headers: Record<string, string>;
  /** The Message-ID, or the idempotency key that came as a header: the same on both arrivals of a duplicate. */
  key: string | null;
  at: string;
};
export type NewMessage = Omit<Message, 'id' | 'at'>;
export type Filter = { channel?: string; to?: string; subject?: string; key?: string };

/** What the stand-ins accepted. Keeps the newest `keep` in memory; the ledger file, when there is one, keeps all. */
export class Inbox {
  #messages: Message[] = [];
  #listeners = new Set<() => void>();
  #count = 0;
  readonly #now: () => Date;
  readonly #keep: number;
  readonly #ledger: number | null;

  constructor(now: () => Date, ledgerPath?: string, keep = 20_000) {
    this.#now = now;
    this.#keep = keep;
    this.#ledger = ledgerPath === undefined ? null : openSync(ledgerPath, 'a', 0o600);
  }

  /** One message per recipient. Returns once the ledger has them: call it before the provider's answer goes out. */
  accept(arrivals: NewMessage[]): Message[] {
    const at = this.#now().toISOString();
    const messages = arrivals.map((arrival) => ({ id: this.#nextId(), ...arrival, at }));
    const lines = messages.map(
      ({ id, channel, to, subject, key }) => `${JSON.stringify({ id, channel, to, subject, key, at })}\n`,
    );
    if (this.#ledger !== null) writeSync(this.#ledger, lines.join(''));
    this.#messages.push(...messages);
    if (this.#messages.length > this.#keep) this.#messages.splice(0, this.#messages.length - this.#keep);
    this.#announce();
    return messages;
  }

  /** Oldest first. */
  list(filter: Filter = {}): Message[] {
    return this.#messages.filter(
      (message) =>
        (filter.channel === undefined || message.channel === filter.channel) &&
        (filter.key === undefined || message.key === filter.key) &&
        includes(message.to, filter.to) &&
        includes(message.subject, filter.subject),
    );
  }

  get(id: string): Message | undefined {
    return this.#messages.find((message) => message.id === id);
  }

  clear(): void {
    this.#messages = [];
    this.#announce();
  }

  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#listeners.clear();
    if (this.#ledger !== null) closeSync(this.#ledger);
  }

  #nextId(): string {
    this.#count += 1;
    return `m${this.#count}`;
  }

  #announce(): void {
    for (const listener of this.#listeners) listener();
  }
}

function includes(value: string | null, part: string | undefined): boolean {
  return part === undefined || (value ?? '').toLowerCase().includes(part.toLowerCase());
}
