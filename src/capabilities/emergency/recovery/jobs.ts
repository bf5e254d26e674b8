import { OpsError } from '#platform/errors.ts';
import type { Context } from '#operations/context.ts';
import { findRun, listRuns, requestCancel } from '#operations/records.ts';

const LOOK_MS = 200;
const PATIENCE_MS = 60_000;

/** Which jobs' schedules go on, and which are held already: those stay as they are when the service is resumed. */
export async function schedulesOf(context: Context, service: string): Promise<{ running: string[]; paused: string[] }> {
  if (context.manual.service(service).jobs.length === 0) return { running: [], paused: [] };
  const { items } = await context.ask<{ items: { job: string; paused: object | null }[] }>(
    'jobs.list',
    { service },
    context,
  );
  const names = (held: boolean) => items.filter(({ paused }) => (paused !== null) === held).map(({ job }) => job);
  return { running: names(false), paused: names(true) };
}

/** Cancels the runs of jobs that are under way, and waits until their processes have ended. Answers how many there were. */
export async function endJobRuns(context: Context, service: string): Promise<number> {
  const runs = (
    await listRuns(context.store.db, { service, operation: 'jobs.run', state: 'running', limit: 1000 })
  ).map(({ id }) => id);
  for (const run of runs) await requestCancel(context.store.db, run);
  const deadline = context.clock.now() + PATIENCE_MS;
  for (const run of runs) {
    while ((await findRun(context.store.db, run))?.ended_at === null) {
      if (context.clock.now() > deadline) throw goesOn(run);
      await context.clock.sleep(LOOK_MS, context.signal);
    }
  }
  return runs.length;
}

const goesOn = (run: string): OpsError =>
  new OpsError(
    'recovery.job-goes-on',
    `The run ${run} of a job was cancelled and goes on after ${PATIENCE_MS / 1000} s.`,
    {
      hint: `See what it does: toban runs show ${run}`,
    },
  );
