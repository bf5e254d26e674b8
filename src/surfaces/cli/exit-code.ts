import type { FailureKind, OpsError } from '#platform/errors.ts';
import type { Run } from '#operations/run.ts';

/** 0 ok or nothing to do, 1 failed, 2 usage, 3 partial, 4 blocked by a stop or pause, 5 needs approval. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5;

const BY_KIND: Partial<Record<FailureKind, ExitCode>> = { usage: 2, blocked: 4 };

export const exitCodeOfError = ({ kind }: Pick<OpsError, 'kind'>): ExitCode => BY_KIND[kind] ?? 1;

export function exitCodeOfRun({ state, error }: Run): ExitCode {
  switch (state) {
    case 'succeeded':
      return 0;
    case 'partial':
      return 3;
    case 'refused':
      return 4;
    case 'awaiting-approval':
      return 5;
    default:
      return error ? (BY_KIND[error.kind as FailureKind] ?? 1) : 1;
  }
}
