import type { z } from 'zod';
import type { Incoming, Reply } from './route.ts';

export type ProblemEntry = { path: string; message: string };

/** An answer thrown from a handler: RFC 9457, as everywhere in Toban. */
export class HttpProblem extends Error {
  readonly reply: Reply;

  constructor(status: number, code: string, detail: string, extra: { hint?: string; problems?: ProblemEntry[] } = {}) {
    super(detail);
    this.name = 'HttpProblem';
    const body = { type: 'about:blank', title: code, status, code, detail, ...extra };
    this.reply = { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(body) };
  }
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body };
}

export function text(body: string, status = 200, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

export function parseJson(incoming: Incoming): unknown {
  try {
    return JSON.parse(incoming.body.toString('utf8') || '{}');
  } catch {
    throw new HttpProblem(400, 'sandbox.not-json', 'The body is not JSON.');
  }
}

/** Reads the body by a schema; a wrong one is a 400 that names every field at fault. */
export function readInput<T extends z.ZodType>(schema: T, incoming: Incoming, hint: string): z.infer<T> {
  const result = schema.safeParse(parseJson(incoming));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const detail = problems.map((problem) => `${problem.path || 'body'}: ${problem.message}`).join('; ');
  throw new HttpProblem(400, 'sandbox.bad-input', detail, { hint, problems });
}
