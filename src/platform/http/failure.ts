import { OpsError } from '#platform/errors.ts';
import type { OpsErrorDetails } from '#platform/errors.ts';
import { ForbiddenAddress } from './addresses.ts';

export type HttpErrorCode =
  | 'http.unreachable'
  | 'http.deadline'
  | 'http.too-large'
  | 'http.cut'
  | 'http.forbidden-address'
  | 'http.cancelled'
  | 'http.invalid';

/** A request without an answer. Any answer, whatever its status, is a reply and not an error. */
export class HttpError extends OpsError {
  declare readonly code: HttpErrorCode;
  /** Whether the request may have reached the peer, so that its effect is unknown. */
  readonly sent: boolean;
  /** The status, when it came before the failure. */
  readonly status: number | undefined;

  constructor(
    code: HttpErrorCode,
    message: string,
    details: OpsErrorDetails & { sent: boolean; status?: number | undefined },
  ) {
    super(code, message, { kind: code === 'http.invalid' ? 'usage' : 'unavailable', ...details });
    this.name = 'HttpError';
    this.sent = details.sent;
    this.status = details.status;
  }
}

export type Attempt = {
  /** The origin only: paths and queries of webhooks are secrets. */
  target: string;
  sent: boolean;
  status: number | undefined;
  deadlineMs: number;
  maxBytes: number;
};

/** Reasons that we abort with ourselves. */
export const DEADLINE = new Error('deadline');
export const TOO_LARGE = new Error('too large');

export function classify(thrown: unknown, attempt: Attempt, signal: AbortSignal | undefined): HttpError {
  const { target, sent, status, deadlineMs, maxBytes } = attempt;
  const details = { sent, status, cause: thrown };
  if (thrown === TOO_LARGE || (thrown as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
    return new HttpError('http.too-large', `The answer of ${target} is larger than ${maxBytes} bytes.`, details);
  }
  if (thrown === DEADLINE) {
    return new HttpError('http.deadline', `${target} did not answer within ${deadlineMs} ms.`, details);
  }
  if (signal?.aborted) return new HttpError('http.cancelled', `The request to ${target} was cancelled.`, details);
  const forbidden = forbiddenIn(thrown);
  if (forbidden) return forbiddenAddress(target, forbidden, details);
  if ((thrown as NodeJS.ErrnoException).code === 'UND_ERR_INVALID_ARG') {
    return new HttpError(
      'http.invalid',
      `The request to ${target} is not valid: ${(thrown as Error).message}.`,
      details,
    );
  }
  if (sent)
    return new HttpError(
      'http.cut',
      `The connection to ${target} ended before its answer: ${reason(thrown)}.`,
      details,
    );
  return new HttpError('http.unreachable', `${target} cannot be reached: ${reason(thrown)}.`, {
    ...details,
    hint: 'Check the address, the name server and the network of this machine.',
  });
}

function forbiddenAddress(
  target: string,
  forbidden: ForbiddenAddress,
  details: { sent: boolean; cause: unknown },
): HttpError {
  return new HttpError(
    'http.forbidden-address',
    `${target} leads to ${forbidden.address}, which is not a public address.`,
    {
      ...details,
      hint: 'An administrator may allow a deliberate internal target.',
    },
  );
}

/** With several addresses the failures of all attempts come in one AggregateError. */
function forbiddenIn(thrown: unknown): ForbiddenAddress | undefined {
  if (thrown instanceof ForbiddenAddress) return thrown;
  if (thrown instanceof AggregateError) return thrown.errors.map(forbiddenIn).find((found) => found !== undefined);
  return undefined;
}

function reason(thrown: unknown): string {
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return reason(thrown.errors[0]);
  const { code, message } = thrown as NodeJS.ErrnoException;
  return message && code && !message.includes(code) ? `${message} (${code})` : message || code || String(thrown);
}
