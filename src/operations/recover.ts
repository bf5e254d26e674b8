import { systemActor } from './actor.ts';
import { appendAudit } from './audit.ts';
import type { Toban } from './context.ts';
import { abandonedRuns, releaseLock, updateRun } from './records.ts';

/**
 * Ends, as interrupted, the runs whose worker is gone. None is continued by itself: what it had done is known from its
 * steps, and `runs.undo` offers to take it back. `sole`: no other process can be at work under this node's name.
 */
export async function interruptAbandonedRuns(toban: Toban, owner: string, sole: boolean): Promise<string[]> {
  const now = toban.clock.now();
  const abandoned = await abandonedRuns(toban.store.db, now, toban.settings.node, owner, sole);
  for (const run of abandoned) {
    await toban.store.transaction(async (trx) => {
      const error = {
        code: 'run.interrupted',
        detail: 'Toban ended while the run was under way.',
        kind: 'failed',
        hint: `See: toban runs show ${run.id}`,
      };
      await updateRun(trx, run.id, { state: 'interrupted', ended_at: now, error_json: JSON.stringify(error) });
      await releaseLock(trx, run.id);
      await appendAudit(toban, trx, {
        actor: systemActor('toban'),
        action: 'run.interrupted',
        operation: run.operation,
        run: run.id,
        service: run.service ?? undefined,
        outcome: 'interrupted',
      });
    });
    toban.events.publish({ topic: 'run', id: run.id });
  }
  return abandoned.map((run) => run.id);
}
