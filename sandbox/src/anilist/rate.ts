const WINDOW_MS = 60_000;

export type Pass = { ok: boolean; headers: Record<string, string> };

/** Requests per minute for each client, counted in fixed windows, told in the headers that AniList sends. */
export class RateLimit {
  #limit: number;
  readonly #windows = new Map<string, { since: number; used: number }>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  set(limit: number): void {
    this.#limit = limit;
    this.#windows.clear();
  }

  pass(client: string, now: number): Pass {
    const known = this.#windows.get(client);
    const window = known && now - known.since < WINDOW_MS ? known : { since: now, used: 0 };
    this.#windows.set(client, window);
    window.used += 1;
    const headers: Record<string, string> = {
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': String(Math.max(0, this.#limit - window.used)),
    };
    if (window.used <= this.#limit) return { ok: true, headers };
    const reset = window.since + WINDOW_MS;
    headers['retry-after'] = String(Math.max(1, Math.ceil((reset - now) / 1000)));
    headers['x-ratelimit-reset'] = String(Math.ceil(reset / 1000));
    return { ok: false, headers };
  }
}
