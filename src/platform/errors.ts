/**
 * A failure that a person can act on: what happened with its numbers, and in `hint` the next command to type.
 * `code` is stable and dotted (`backup.no-room`); surfaces turn it into exit codes, statuses and problem+json.
 */
export class OpsError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly kind: FailureKind;
  readonly problems: Problem[] | undefined;

  constructor(code: string, message: string, details: OpsErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'OpsError';
    this.code = code;
    this.hint = details.hint;
    this.kind = details.kind ?? 'failed';
    this.problems = details.problems;
  }
}

/** What sort of refusal it is, from which status and exit code follow. `blocked`: by an emergency stop or a pause. */
export type FailureKind =
  | 'failed'
  | 'usage'
  | 'not-found'
  | 'conflict'
  | 'forbidden'
  | 'unauthenticated'
  | 'blocked'
  | 'throttled'
  | 'unavailable';

/** One thing wrong with an input, with the path of the field. */
export type Problem = { path: string; message: string };

export type OpsErrorDetails = { hint?: string; cause?: unknown; kind?: FailureKind; problems?: Problem[] };

/** Any thrown thing as an OpsError; what was not one becomes `code` with its own message. */
export function asOpsError(thrown: unknown, code = 'internal.unexpected'): OpsError {
  if (thrown instanceof OpsError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new OpsError(code, message, { cause: thrown });
}
