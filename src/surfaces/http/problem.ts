import { asOpsError, type FailureKind, type OpsError } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from './contract.ts';

const STATUS: Record<FailureKind, number> = {
  usage: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  blocked: 409,
  throttled: 429,
  unavailable: 503,
  failed: 500,
};

/** Any error as problem+json. An unexpected one keeps its particulars to the log. */
export function sendProblem(reply: FastifyReply, thrown: unknown, log: Log): FastifyReply {
  const { statusCode } = thrown as { statusCode?: number };
  const error = asOpsError(thrown, statusCode && statusCode < 500 ? 'request.invalid' : 'internal.unexpected');
  const status = error === thrown ? STATUS[error.kind] : (statusCode ?? 500);
  if (status === 500)
    log.error('a request failed', {
      error: error.message,
      stack: (error.cause as Error | undefined)?.stack ?? error.stack,
    });
  if (status === 503) void reply.header('retry-after', '5');
  if (status === 429 && !reply.hasHeader('retry-after')) void reply.header('retry-after', '60');
  return reply.code(status).type('application/problem+json').send(problemOf(error, status));
}

export function problemOf(error: OpsError, status: number): Problem {
  const hidden = error.code === 'internal.unexpected';
  return {
    type: `urn:toban:problem:${error.code}`,
    title: error.code,
    status,
    code: error.code,
    kind: error.kind,
    detail: hidden ? 'Something unexpected went wrong; the log of Toban has the particulars.' : error.message,
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(error.problems && { problems: error.problems }),
  };
}

/** The asker's language, of the two there are. */
export function languageOf(request: FastifyRequest, standard: 'en' | 'ja'): 'en' | 'ja' {
  const first = request.headers['accept-language']?.trim().toLowerCase() ?? '';
  return first.startsWith('ja') ? 'ja' : first.startsWith('en') ? 'en' : standard;
}
