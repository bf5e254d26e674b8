import type { ProcessIdentity } from '#platform/commands.ts';
import { durationMs } from '#manual/units.ts';
import type { Toban } from '#operations/context.ts';
import { type JoinedJobRun, leftoverRuns, updateJobRun } from '../records.ts';

const GRACE_MS = 10_000;

/** Ends the processes of jobs that were under way on this node when Toban was killed. */
export async function endLeftovers(toban: Toban): Promise<void> {
  const rows = await leftoverRuns(toban.store.db, toban.settings.node);
  await Promise.all(rows.map((row) => endLeftover(toban, row)));
}

/** Ends what is left of a run whose Toban is gone, and writes down that it has ended. */
export async function endLeftover(toban: Toban, row: JoinedJobRun): Promise<void> {
  if (row.node === toban.settings.node) {
    const manual = toban.manual.all().find(({ id }) => id === row.service);
    const { ended } = await toban.commands.endLeftover(
      identityOf(row),
      manual ? durationMs(manual.stopGrace) : GRACE_MS,
    );
    if (ended.length > 0)
      toban.log.warn('processes of a job outlived Toban and were ended', {
        run: row.run_id,
        service: row.service,
        job: row.job,
        pids: ended,
      });
  }
  await updateJobRun(toban.store.db, row.run_id, { ended_at: row.run_ended_at ?? toban.clock.now() });
}

/** A run that was killed before its process was written down is found by its mark alone. */
const identityOf = ({ pid, ticks, boot, mark }: JoinedJobRun): ProcessIdentity => ({
  pid: pid ?? 0,
  ticks: ticks ?? 'none',
  boot: boot ?? '',
  mark,
});
