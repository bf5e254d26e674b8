import { noteServerTime } from '../app/clock.ts';
import type { Problem } from './wire.ts';

/** What the server said instead of an answer; `status` 0 when nothing was reached. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return { type: 'about:blank', title: detail, status: 0, code: 'console', kind: 'internal', detail, hint: '' };
}

function unreachable(): ProblemError {
  return new ProblemError({
    type: 'about:blank',
    title: 'Unreachable',
    status: 0,
    code: 'unreachable',
    kind: 'unavailable',
    detail: '',
    hint: './toban status',
  });
}

async function problemFrom(response: Response): Promise<ProblemError> {
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  return new ProblemError({
    type: problem.type ?? 'about:blank',
    title: problem.title ?? response.statusText,
    status: response.status,
    code: problem.code ?? `http.${response.status}`,
    kind: problem.kind ?? 'internal',
    detail: problem.detail ?? problem.title ?? `${response.status} ${response.statusText}`,
    hint: problem.hint ?? '',
    problems: problem.problems,
  });
}

/** So that a request sent twice by a bad line acts once. */
export function idempotencyKey(): Record<string, string> {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
  return { 'Idempotency-Key': key };
}

function headersFor(body: unknown, more: Record<string, string>): Record<string, string> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Accept-Language': document.documentElement.lang,
    'X-Toban-Console': '1',
    ...more,
  };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  return headers;
}

type Method = 'GET' | 'POST' | 'DELETE';

/** Throws ProblemError unless the server did as asked. */
export async function send(
  method: Method,
  path: string,
  body?: unknown,
  more: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: headersFor(body, more),
    credentials: 'same-origin',
    signal,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw unreachable();
  });
  noteServerTime(response.headers.get('date'));
  if (!response.ok) throw await problemFrom(response);
  return response;
}

export async function request<T>(...asked: Parameters<typeof send>): Promise<T> {
  const response = await send(...asked);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

export type Params = Record<string, string | number | boolean | undefined | null>;

export function queryPath(name: string, params: Params): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return `/api/queries/${name}${text ? `?${text}` : ''}`;
}
