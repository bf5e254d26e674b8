export type SourceErrorOptions = {
  retryable?: boolean;
  retryAfterMs?: number | undefined;
  status?: number;
  cause?: unknown;
};

/** Why a call to a source failed, and whether another try makes sense. */
export class SourceError extends Error {
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  constructor(message: string, { retryable = false, retryAfterMs, status, cause }: SourceErrorOptions = {}) {
    super(message, { cause });
    this.name = 'SourceError';
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
    this.status = status;
  }
}

/** `Retry-After` in seconds or as a date, else `X-RateLimit-Reset` in unix seconds (AniList). */
export function retryAfterMs(headers: Headers, now: Date): number | undefined {
  const retryAfter = headers.get('retry-after')?.trim();
  if (retryAfter && /^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000;
  if (retryAfter) {
    const at = Date.parse(retryAfter);
    if (!Number.isNaN(at)) return Math.max(0, at - now.getTime());
  }
  const reset = headers.get('x-ratelimit-reset')?.trim();
  if (reset && /^\d{9,11}$/.test(reset)) return Math.max(0, Number(reset) * 1000 - now.getTime());
  return undefined;
}
