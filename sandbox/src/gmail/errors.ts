import { json } from '../http/reply.ts';
import type { Failure, Reply } from '../http/route.ts';

const STATUS_NAMES: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};
const REASONS: Record<number, string> = {
  400: 'invalidArgument',
  401: 'authError',
  403: 'forbidden',
  404: 'notFound',
  429: 'rateLimitExceeded',
  503: 'backendError',
};
const MESSAGES: Record<string, string> = {
  authError: 'Invalid Credentials',
  rateLimitExceeded: 'Rate Limit Exceeded',
  userRateLimitExceeded: 'User-rate limit exceeded. Retry after the window has passed.',
  dailyLimitExceeded: 'Daily Limit Exceeded',
  domainPolicy: 'The domain administrators have disabled Gmail apps.',
  invalidArgument: 'Recipient address required',
  backendError: 'Backend Error',
};

/** Google's error body (developers.google.com/workspace/gmail/api/guides/handle-errors). */
export function googleError(
  status: number,
  reason = REASONS[status] ?? 'backendError',
  message = MESSAGES[reason] ?? reason,
): Reply {
  const domain = /limit/i.test(reason) ? 'usageLimits' : 'global';
  const located = status === 401 ? { locationType: 'header', location: 'Authorization' } : {};
  const errors = [{ message, domain, reason, ...located }];
  return json({ error: { code: status, message, errors, status: STATUS_NAMES[status] ?? 'UNKNOWN' } }, status);
}

/** OAuth's own error body (RFC 6749 section 5.2). */
export function oauthError(status: number, error: string, description: string): Reply {
  return json({ error, error_description: description }, status);
}

export function sendFailure({ kind, status, code, message }: Failure): Reply {
  return kind === 'auth' ? googleError(status ?? 401, code, message) : googleError(status ?? 500, code, message);
}

export function tokenFailure({ kind, status, code, message }: Failure): Reply {
  const refused = kind === 'auth' || status === 400;
  const error = code ?? (refused ? 'invalid_grant' : 'internal_failure');
  return oauthError(
    status ?? (refused ? 400 : 500),
    error,
    message ?? (refused ? 'Token has been expired or revoked.' : 'Backend Error'),
  );
}
