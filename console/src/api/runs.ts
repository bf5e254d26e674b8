import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { idempotencyKey, request } from './client.ts';
import { follow } from './stream.ts';
import type { KeptRun, Run, RunState } from './wire.ts';

const unfinished: ReadonlySet<RunState> = new Set(['queued', 'awaiting-approval', 'running']);

export function isFinished(run: Pick<Run, 'state'>): boolean {
  return !unfinished.has(run.state);
}

export function startOperation(operation: string, input: unknown): Promise<Run> {
  const body = { input, dryRun: false };
  return request<Run>('POST', `/api/operations/${operation}`, body, {
    Prefer: 'respond-async',
    ...idempotencyKey(),
  });
}

export function planOperation(operation: string, input: unknown): Promise<Run> {
  return request<Run>('POST', `/api/operations/${operation}`, { input, dryRun: true });
}

/** A run, followed until its final state. */
export function useRun(id: string, known?: KeptRun): UseQueryResult<KeptRun> {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['run', id],
    queryFn: () => request<KeptRun>('GET', `/api/runs/${encodeURIComponent(id)}`),
    initialData: known,
    initialDataUpdatedAt: 0,
  });
  const open = query.data !== undefined && !isFinished(query.data);
  useEffect(() => {
    if (!open) return;
    return follow(`/api/runs/${encodeURIComponent(id)}/events`, {
      on: { run: (data) => client.setQueryData(['run', id], JSON.parse(data) as KeptRun) },
    });
  }, [client, id, open]);
  return query;
}
