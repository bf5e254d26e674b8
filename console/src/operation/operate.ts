import { notifications } from '@mantine/notifications';
import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { idempotencyKey, problemOf, ProblemError, request } from '../api/client.ts';
import type { Run } from '../api/wire.ts';

function faultOf(run: Run): ProblemError | null {
  if (run.outcome === 'succeeded') return null;
  const { code = run.state, kind = 'internal', detail = run.state, hint = '' } = run.error ?? {};
  return new ProblemError({ type: 'about:blank', title: detail, status: 200, code, kind, detail, hint });
}

/** Does a small safe thing on the spot, such as ticking an item; what goes wrong is told in a corner. */
export function useOperate(operation: string): UseMutationResult<Run, Error, Record<string, unknown>> {
  return useMutation({
    mutationFn: async (input) => {
      const run = await request<Run>(
        'POST',
        `/api/operations/${operation}`,
        { input, dryRun: false },
        idempotencyKey(),
      );
      const fault = faultOf(run);
      if (fault) throw fault;
      return run;
    },
    onError(error) {
      const { detail, hint } = problemOf(error);
      notifications.show({ color: 'red', title: detail, message: hint, autoClose: 12_000 });
    },
  });
}
