import type { Toban } from '#operations/context.ts';
import { saveLife } from './records.ts';
import { type ServiceRow, STOPPED } from './schema.ts';

/** Ends what a former life left running, by its identity and its mark, so that nothing ever runs twice. */
export async function endFormer(at: Toban, row: ServiceRow, owner: string, graceMs: number): Promise<void> {
  const { mark, boot } = row;
  if (mark === null || boot === null) return;
  // Between writing the mark and knowing the pid a kill leaves pid and ticks empty; the mark alone finds the process.
  const { ended } = await at.commands.endLeftover({ pid: row.pid ?? 0, ticks: row.ticks ?? '', boot, mark }, graceMs);
  if (ended.length > 0) at.log.warn('processes of a former life were ended', { service: row.service, pids: ended });
  await saveLife(at.store.db, row.service, owner, { ...STOPPED, last_exit_json: row.last_exit_json });
}
