import type { IncomingHttpHeaders } from 'node:http';

export const PROVIDERS = ['smtp', 'gmail', 'anilist', 'syoboi', 'feeds', 'slack'] as const;
export type Provider = (typeof PROVIDERS)[number];

export type Incoming = {
  method: string;
  path: string;
  query: URLSearchParams;
  params: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: Buffer;
  client: string;
};

/** `body`: text and bytes go out as they are, anything else as JSON. `stream` keeps the answer open until it is closed. */
export type Reply = {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  stream?: (write: (chunk: string) => void) => () => void;
};

/** What a fault can be matched against besides the path. */
export type Traits = { to?: string[]; from?: string; subject?: string; text?: string };

/**
 * One address of the stand-in. `path` holds `:name` for one segment and a final `*` for the rest. With a `provider`, faults
 * apply to it; `traits` lets them match what the request carries, and `failure` gives the provider's own error body.
 */
export type Route = {
  method: 'GET' | 'POST' | 'DELETE' | 'ANY';
  path: string;
  provider?: Provider;
  traits?: (incoming: Incoming) => Promise<Traits> | Traits;
  failure?: (failure: Failure, incoming: Incoming) => Reply;
  handle: (incoming: Incoming) => Promise<Reply> | Reply;
};

/** A failure asked for by a fault; the provider turns it into its documented answer. */
export type Failure = {
  kind: 'status' | 'auth';
  status?: number;
  code?: string;
  message?: string;
  retryAfter?: number;
};

export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.replace(/(?<=.)\/$/, '').split('/');
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part === '*') return { ...params, rest: given.slice(index).join('/') };
    const value = given[index];
    if (value === undefined) return null;
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return wanted.length === given.length ? params : null;
}
