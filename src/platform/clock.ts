import { setTimeout as timeout } from 'node:timers/promises';

/** Time as everything in Toban sees it. */
export type Clock = {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => timeout(ms, undefined, signal && { signal }),
};

/** RFC 3339 in UTC with milliseconds. */
export const rfc3339 = (at: number): string => new Date(at).toISOString();
export const rfc3339OrNull = (at: number | null | undefined): string | null => (at == null ? null : rfc3339(at));
