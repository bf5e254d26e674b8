import type { Http } from '#platform/http.ts';
import type { Secrets } from '#platform/secrets.ts';
import type { Adapter } from '#manual/references.ts';
import type { z } from 'zod';

/**
 * An adapter to a provider. What it owes:
 *
 * - `send` is given at most `batch` deliveries and answers one outcome for each, in their order.
 * - It throws a ChannelError only when the whole batch failed, by the channel's fault and not by that of a delivery:
 *   such a failure never counts against the deliveries. Whatever else it throws is taken as "may have been sent".
 * - It never tries again by itself, keeps within `deadlineMs`, and gives up when `signal` is aborted.
 * - The same delivery carries the same id on every attempt, which the provider is to see as its idempotency key.
 *
 * Retrying, rates, leases, dead addresses and the breaker belong to delivery, once.
 */
export type Channel<Options extends z.ZodType = z.ZodType> = Adapter<Options> & {
  /** How many deliveries the provider takes in one call. */
  batch: number;
  /** How many calls may be under way at once: after a kill, at most so many batches are in doubt. */
  concurrency: number;
  /** What is wrong with an address, or undefined when it can be written to. */
  checkAddress?(address: string): string | undefined;
  send(batch: Outgoing[], context: ChannelContext<z.output<Options>>): Promise<DeliveryOutcome[]>;
};

/** A delivery as an adapter sees it. */
export type Outgoing = {
  id: string;
  /** Which attempt this is, from 1. */
  attempt: number;
  address: string;
  title: string;
  body: string;
  html: string | null;
  data: Record<string, unknown> | null;
  link: string | null;
  createdAt: number;
};

export type ChannelContext<Options = unknown> = {
  service: string;
  /** The channel's name in the manual. */
  channel: string;
  options: Options;
  http: Http;
  secrets: Secrets;
  /** For everything that one call of `send` does. */
  deadlineMs: number;
  signal: AbortSignal;
  now(): number;
  /** To be asked once more after a long way to the provider, just before the message goes out: throws when a stop has come meanwhile. */
  permit(): Promise<void>;
  /** Keeps something with a life, such as open connections, for as long as the sender works. */
  keep<T extends AsyncDisposable>(open: () => T): T;
};

export type DeliveryOutcome =
  | { kind: 'accepted'; providerId?: string | undefined; answer?: string | undefined }
  /** The address exists no more: nothing is sent to it again. */
  | { kind: 'gone'; code: string; answer: string }
  /** For good. `retryable`: a person may try again once the cause, such as a policy of the provider's, is mended. */
  | { kind: 'refused'; code: string; answer: string; hint?: string | undefined; retryable?: boolean }
  | { kind: 'retry'; code: string; answer: string; retryAfterMs?: number | undefined }
  /** Sent, but no answer came. */
  | { kind: 'unknown'; answer: string };

/**
 * `transient`: out of reach for now. `credentials`: it refuses us until a person mends the configuration. `throttled`:
 * it asks for a pause.
 */
export type ChannelFailure = 'transient' | 'credentials' | 'throttled';

export class ChannelError extends Error {
  readonly failure: ChannelFailure;
  readonly code: string;
  /** Whether the call may have had an effect all the same. */
  readonly sent: boolean;
  readonly retryAfterMs: number | undefined;
  readonly hint: string | undefined;

  constructor(failure: ChannelFailure, message: string, details: ChannelErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'ChannelError';
    this.failure = failure;
    this.code = details.code;
    this.sent = details.sent ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.hint = details.hint;
  }
}

export type ChannelErrorDetails = {
  code: string;
  sent?: boolean;
  retryAfterMs?: number | undefined;
  hint?: string | undefined;
  cause?: unknown;
};

export const defineChannel = <Options extends z.ZodType>(channel: Channel<Options>): Channel<Options> => channel;
