export const BASE_MS = 2000;
export const CAP_MS = 15 * 60_000;

/**
 * How long to wait after the n-th failure in a row: chance between nothing and 2 s, 4 s, 8 s … 15 min ("full jitter"),
 * so that those who failed together do not come back together; never earlier than the provider asked for.
 */
export function backoffMs(failures: number, random: number, retryAfterMs = 0): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures - 1, 30));
  return Math.max(Math.round(random * ceiling), retryAfterMs);
}

const BREAKER = {
  transient: { firstMs: 1000, mostMs: 60_000 },
  credentials: { firstMs: 30_000, mostMs: 15 * 60_000 },
  throttled: { firstMs: 5000, mostMs: 15 * 60_000 },
} as const;

/** How long a channel stays closed after it failed for the n-th time in a row. */
export function closedForMs(kind: keyof typeof BREAKER, failures: number, retryAfterMs = 0): number {
  const { firstMs, mostMs } = BREAKER[kind];
  return Math.max(Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30)), retryAfterMs);
}
