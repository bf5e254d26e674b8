import type { Agent } from 'undici';
import { exchange } from './http/exchange.ts';
import { classify, HttpError } from './http/failure.ts';
import type { Attempt, HttpErrorCode } from './http/failure.ts';
import { replyOf } from './http/reply.ts';
import { openResolver } from './http/resolver.ts';

export { HttpError };
export type { HttpErrorCode };
export { isPublicAddress } from './http/addresses.ts';
export { retryAfterMs } from './http/retry-after.ts';

export type HttpReply = {
  status: number;
  /** Names in lower case; several values of one name joined by ", ". */
  headers: Record<string, string>;
  /** The body in the charset that it declares, else UTF-8. */
  text: string;
  bytes: Uint8Array;
  /** Throws `http.not-json`. */
  json(): unknown;
};

export type HttpOptions = {
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For everything, from the name to the last byte; never more than 30 s. */
  deadlineMs?: number;
  /** Default 5 MB. */
  maxBytes?: number;
  signal?: AbortSignal | undefined;
  /** Default true, for what the operator declared. False refuses every address that is not public (`http.forbidden-address`). */
  allowPrivate?: boolean;
};

export type HttpRequest = HttpOptions & { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; url: string };

/**
 * Requests to other machines. Any answer is a reply, redirects too: they are never followed. Without an answer an
 * HttpError tells the kind of failure and whether the request may have arrived. Nothing is tried twice.
 */
export type Http = {
  request(input: HttpRequest): Promise<HttpReply>;
  get(url: string, options?: HttpOptions): Promise<HttpReply>;
  post(url: string, options?: HttpOptions): Promise<HttpReply>;
  close(): Promise<void>;
};

/** `dnsServers` (address:port) replace those of the system. */
export type OpenHttp = { deadlineMs: number; dnsServers?: string[] };

const LONGEST_DEADLINE_MS = 30_000;
const MAX_BYTES = 5 * 1000 * 1000;

export function openHttp({ deadlineMs, dnsServers }: OpenHttp): Http {
  let agents: Promise<Agents> | undefined;
  const request = async (input: HttpRequest): Promise<HttpReply> =>
    requestOnce(input, await (agents ??= openAgents(dnsServers)), deadlineMs);
  return {
    request,
    get: (url, options) => request({ ...options, method: 'GET', url }),
    post: (url, options) => request({ ...options, method: 'POST', url }),
    close: async () => {
      const opened = await agents;
      await Promise.all([opened?.any.destroy(), opened?.publicOnly.destroy()]);
    },
  };
}

/** Two pools, so that no connection opened for the operator serves who may not reach it. */
type Agents = { any: Agent; publicOnly: Agent };

/** Loaded at the first request: most commands make none. */
async function openAgents(dnsServers: string[] | undefined): Promise<Agents> {
  const { openAgent } = await import('./http/connect.ts');
  const resolve = openResolver(dnsServers);
  return { any: openAgent(resolve, true), publicOnly: openAgent(resolve, false) };
}

async function requestOnce(input: HttpRequest, agents: Agents, deadlineMs: number): Promise<HttpReply> {
  const { method, headers = {}, body, signal, allowPrivate = true } = input;
  const url = targetOf(input.url);
  const attempt: Attempt = {
    target: url.origin,
    sent: false,
    status: undefined,
    deadlineMs: Math.min(input.deadlineMs ?? deadlineMs, LONGEST_DEADLINE_MS),
    maxBytes: input.maxBytes ?? MAX_BYTES,
  };
  try {
    signal?.throwIfAborted();
    const agent = allowPrivate ? agents.any : agents.publicOnly;
    return await replyOf(await exchange(agent, { url, method, headers, body, signal }, attempt), attempt.maxBytes);
  } catch (thrown) {
    throw classify(thrown, attempt, signal);
  }
}

function targetOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new HttpError('http.invalid', 'The address of the request is not an http or https URL.', { sent: false });
}
