import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import { idempotencyKey, request, send } from './client.ts';
import { follow, readEvents } from './stream.ts';
import type { KeptRun, Run, RunState } from './wire.ts';

const unfinished: ReadonlySet<RunState> = new Set(['queued', 'awaiting-approval', 'running']);

export function isFinished(run: Pick<Run, 'state'>): boolean {
  return !unfinished.has(run.state);
}

/**
 * Starts a run and tells of each of its changes. Only this answer's last one holds what is shown once, such as a new
 * token; whoever asks for the run later does not see that.
 */
export async function startOperation(operation: string, input: unknown, changed: (run: Run) => void): Promise<void> {
  const headers = { Accept: 'text/event-stream', ...idempotencyKey() };
  const response = await send('POST', `/api/operations/${operation}`, { input, dryRun: false }, headers);
  // Once it runs, a cut is no failure: the run goes on, and is followed by its id.
  await readEvents(response, (data) => changed(JSON.parse(data) as Run)).catch(() => undefined);
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
