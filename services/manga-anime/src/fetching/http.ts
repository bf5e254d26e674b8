import type { Clock } from '../context.ts';
import type { Settings } from '../settings.ts';
import { createPacing, type Pacing } from './pacing.ts';
import { createRobots } from './robots.ts';
import { readCapped } from './read-capped.ts';
import { retryAfterMs, SourceError } from './source-error.ts';

/** What a conditional request is made with. */
export type Validators = { etag?: string | undefined; lastModified?: string | undefined };

export type Call = {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
  validators?: Validators | undefined;
  /** Asks the host's robots.txt first. */
  robots?: boolean;
};

export type Reply = { status: number; headers: Headers; bytes: Uint8Array };

export type Http = {
  /** Answers 2xx and 304. Throws {@link SourceError} for the rest, after its retries. */
  call(call: Call): Promise<Reply>;
  /** The same calls in the same turns, without a second try. */
  once(): Http;
  clock: Clock;
};

export type HttpOptions = Pick<Settings, 'calls' | 'pacing' | 'userAgent'>;

export function createHttp(clock: Clock, options: HttpOptions): Http {
  const pacing = createPacing(clock, options.pacing.gapMs, options.pacing.perHost);
  return overTransport({ clock, pacing, options });
}

function overTransport(transport: Transport): Http {
  const { clock, pacing, options } = transport;
  const robots = createRobots(options.userAgent, (url) => withRetries(transport, { url }));
  return {
    clock,
    once: () => overTransport({ ...transport, options: { ...options, calls: { ...options.calls, attempts: 1 } } }),
    async call(call) {
      if (call.robots) {
        const delayMs = await robots.allow(call.url);
        if (delayMs) pacing.keepCrawlDelay(new URL(call.url).host, delayMs);
      }
      return withRetries(transport, call);
    },
  };
}

type Transport = { clock: Clock; pacing: Pacing; options: HttpOptions };

/** Full jitter: anything up to the doubled step, but never before the time that the provider named. */
async function withRetries(transport: Transport, call: Call): Promise<Reply> {
  const { attempts, backoffMs, longestWaitMs } = transport.options.calls;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(transport, call);
    } catch (error) {
      if (!(error instanceof SourceError) || !error.retryable || attempt >= attempts) throw error;
      if ((error.retryAfterMs ?? 0) > longestWaitMs) throw error;
      const jitter = transport.clock.random() * backoffMs * 2 ** (attempt - 1);
      await transport.clock.sleep(Math.max(jitter, error.retryAfterMs ?? 0));
    }
  }
}

async function once({ clock, pacing, options }: Transport, call: Call): Promise<Reply> {
  const { host } = new URL(call.url);
  await pacing.turn(host);
  try {
    const response = await fetch(call.url, {
      method: call.method ?? 'GET',
      headers: { 'user-agent': options.userAgent, ...conditions(call.validators), ...call.headers },
      ...(call.body !== undefined && { body: call.body }),
      signal: AbortSignal.timeout(options.calls.deadlineMs),
    });
    const bytes = await readCapped(response, options.calls.maxBytes);
    if (!response.ok && response.status !== 304) throw refusal(host, response, clock.now());
    return { status: response.status, headers: response.headers, bytes };
  } catch (cause) {
    throw cause instanceof SourceError ? cause : unanswered(host, cause, options.calls.deadlineMs);
  }
}

function conditions(validators: Validators | undefined): Record<string, string> {
  return {
    ...(validators?.etag && { 'if-none-match': validators.etag }),
    ...(validators?.lastModified && { 'if-modified-since': validators.lastModified }),
  };
}

function refusal(host: string, response: Response, now: Date): SourceError {
  const { status } = response;
  return new SourceError(`${host} answered ${status}`, {
    status,
    retryable: status === 408 || status === 429 || status >= 500,
    retryAfterMs: retryAfterMs(response.headers, now),
  });
}

function unanswered(host: string, cause: unknown, deadlineMs: number): SourceError {
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return new SourceError(`${host} did not answer within ${deadlineMs} ms`, { retryable: true, cause });
  }
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const code = (inner as { code?: unknown }).code ?? (inner instanceof Error ? inner.message : String(inner));
  return new SourceError(`${host} could not be reached (${String(code)})`, { retryable: true, cause });
}
