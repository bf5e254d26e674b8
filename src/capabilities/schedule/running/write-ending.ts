import { rfc3339 } from '#platform/clock.ts';
import type { Db } from '#platform/db/store.ts';
import { durationMs } from '#manual/units.ts';
import type { Context } from '#operations/context.ts';
import { updateRun } from '#operations/records.ts';
import { acceptWithin } from '#capabilities/delivery/index.ts';
import type { DeclaredJob } from '../job.ts';
import { findJobRun, type JoinedJobRun, updateJobRun } from '../records.ts';
import { insertTicks } from '../records/ticks.ts';
import { noticeOf } from './notice.ts';
import type { JobPlan } from './plan.ts';
import type { JobEnding } from './run-job.ts';

export type FinishedJob = { run: string; plan: JobPlan; declared: DeclaredJob; attempt: number; ending: JobEnding };

/** In one transaction: how the job ended, the run's report, the retry that follows, and the notice to whom it concerns. */
export async function writeEnding(finished: FinishedJob, context: Context): Promise<void> {
  const { run, ending } = finished;
  const now = context.clock.now();
  const retry = ending.outcome === 'failure' ? retryAt(now, finished) : null;
  const announce = await context.store.commit(async (trx) => {
    await updateJobRun(trx, run, { ended_at: now, exit_code: ending.exitCode, outcome: ending.outcome });
    const row = await findJobRun(trx, run);
    const report = reportOf(finished, row, retry);
    // A run that failed has no report from the heart, and its last lines are what one looks for.
    await updateRun(trx, run, { report_json: context.secrets.redact(JSON.stringify(report)) });
    if (retry !== null) return insertRetry(trx, finished, retry);
    const notice = noticeOf(finished, row?.summary ?? null, context.settings.lang);
    return notice && acceptWithin(context, trx, finished.declared.manual, notice);
  });
  announce?.();
}

/** Some time after what the manual says, never before. */
function retryAt(now: number, { attempt, declared: { job } }: FinishedJob): number | null {
  return attempt > job.retries ? null : Math.round(now + durationMs(job.retryAfter) * (1 + Math.random() / 4));
}

async function insertRetry(trx: Db, { run, plan }: FinishedJob, instant: number): Promise<undefined> {
  const { service, job } = plan;
  await insertTicks(trx, [
    { service, job, instant, state: 'waiting', catch_up: 0, claimed_at: null, run_id: null, retry_of: run },
  ]);
}

function reportOf(
  { plan, attempt, ending, declared: { job } }: FinishedJob,
  row: JoinedJobRun | undefined,
  retry: number | null,
) {
  return {
    job: plan.job,
    outcome: ending.outcome,
    ...(plan.kind === 'command' && { exitCode: ending.exitCode }),
    ...(ending.did && { did: ending.did }),
    ...(job.retries > 0 && { attempt }),
    ...(row?.summary != null && { summary: row.summary }),
    ...(row?.figures_json != null && { figures: JSON.parse(row.figures_json) as Record<string, unknown> }),
    ...(retry !== null && { retryAt: rfc3339(retry) }),
    ...(ending.output && { output: ending.output }),
  };
}
