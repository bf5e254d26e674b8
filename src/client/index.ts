/**
 * What a service's program imports to talk to Toban. It uses fetch and nothing else, so a program in another language
 * needs no more than this page to do the same.
 *
 * The supervisor hands every program `TOBAN_URL` and `TOBAN_TOKEN`; the token speaks for that one service.
 */

export type Address = { channel: string; address: string } | { recipient: string };

/** What `POST /api/messages` takes. Times are RFC 3339. */
export type Message = {
  /** What kind of message this is, e.g. `digest`: policies and preferences are set by category. */
  category: string;
  to: Address[];
  title: string;
  /** Plain text. */
  body: string;
  /** The same as HTML, for channels that show it. */
  html?: string;
  data?: Record<string, unknown>;
  link?: string;
  priority?: 'urgent' | 'normal' | 'low';
  /** Sending twice under one key is accepted once: the second answer repeats the first. */
  key?: string;
  notBefore?: string;
  expiresAt?: string;
};

export type DeliveryState =
  | 'scheduled'
  | 'ready'
  | 'sending'
  | 'accepted'
  | 'delivered'
  | 'unknown'
  | 'dead'
  | 'suppressed'
  | 'expired'
  | 'cancelled'
  | 'held';

export type AcceptedMessage = {
  message: string;
  deliveries: { id: string; to: string; state: DeliveryState }[];
};

/** How a job ended, beyond its exit code: shown in the run's report. */
export type JobReport = {
  outcome?: 'success' | 'partial' | 'failure';
  summary?: string;
  figures?: Record<string, number | string>;
};

export type Client = {
  /** Accepts a message; when this resolves the message is durable. Throws {@link TobanError}. */
  send(message: Message): Promise<AcceptedMessage>;
  /** A message and its deliveries as they stand now. Throws {@link TobanError} (404 when unknown). */
  message(id: string): Promise<AcceptedMessage>;
  /** Reports on the job run that this process is (`TOBAN_RUN`). Does nothing outside of one. */
  report(report: JobReport): Promise<void>;
};

/** A refusal by Toban, as problem+json says it (RFC 9457). */
export class TobanError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(status: number, code: string, detail: string, hint?: string) {
    super(detail);
    this.name = 'TobanError';
    this.status = status;
    this.code = code;
    this.hint = hint;
  }

  /** Whether trying again later with the same key may succeed. */
  get retryable(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export type ClientOptions = {
  url: string;
  token: string;
  service: string;
  run?: string | undefined;
  /** How long one call may take. */
  deadlineMs?: number;
};

/** A client from what the supervisor put into the environment, or undefined when this program runs on its own. */
export function clientFromEnvironment(environment: Record<string, string | undefined>): Client | undefined {
  const { TOBAN_URL: url, TOBAN_TOKEN: token, TOBAN_SERVICE: service, TOBAN_RUN: run } = environment;
  if (!url || !token || !service) return undefined;
  return createClient({ url, token, service, run });
}

export function createClient({ url, token, service, run, deadlineMs = 30_000 }: ClientOptions): Client {
  async function call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    let response: Response;
    try {
      response = await fetch(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(deadlineMs),
      });
    } catch (cause) {
      throw Object.assign(
        new TobanError(0, 'client.unreachable', `Toban at ${url} did not answer.`, 'Is it running? toban status'),
        { cause },
      );
    }
    const text = await response.text();
    if (!response.ok) throw errorFrom(response.status, text);
    return text === '' ? undefined : JSON.parse(text);
  }

  return {
    send: (message) => call('POST', '/api/messages', { service, ...message }) as Promise<AcceptedMessage>,
    message: (id) => call('GET', `/api/messages/${encodeURIComponent(id)}`) as Promise<AcceptedMessage>,
    report: async (report) => {
      if (run) await call('POST', `/api/runs/${encodeURIComponent(run)}/report`, report);
    },
  };
}

function errorFrom(status: number, text: string): TobanError {
  try {
    const problem = JSON.parse(text) as { code?: string; detail?: string; title?: string; hint?: string };
    const detail = problem.detail ?? problem.title ?? `Toban answered ${status}.`;
    return new TobanError(status, problem.code ?? `http.${status}`, detail, problem.hint);
  } catch {
    return new TobanError(status, `http.${status}`, `Toban answered ${status}: ${text.slice(0, 200)}`);
  }
}
