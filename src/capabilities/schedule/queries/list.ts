import { rfc3339 } from '#platform/clock.ts';
import { ServiceId } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { nextInstants } from '../cron/instants.ts';
import { scheduleProblem } from '../cron/problem.ts';
import { type DeclaredJob, jobsOf } from '../job.ts';
import { describePause, pausesInForce } from '../pauses.ts';
import { type JoinedJobRun, lastJobRun } from '../records.ts';
import { commandLine } from '../running/plan.ts';
import { jobOutcome } from './outcome.ts';

export const listJobs = defineQuery({
  name: 'jobs.list',
  summary: {
    en: 'The jobs, with their schedule, pause, next and last run',
    ja: 'ジョブの一覧（予定・一時停止・次回と前回の実行）',
  },
  positionals: ['service'],
  input: z.object({ service: ServiceId.optional() }),

  async answer({ service }, context) {
    const paused = await pausesInForce(context);
    const items = jobsOf(context.manual, service).map(async (declared) => {
      const { manual, job } = declared;
      const pause = paused(manual.id, job.name);
      const last = await lastJobRun(context.store.db, { service: manual.id, job: job.name });
      return {
        ...describeJob(declared, context),
        paused: pause ? describePause(pause) : null,
        last: last ? describeLast(last) : null,
      };
    });
    return { items: await Promise.all(items) };
  },
});

function describeJob(declared: DeclaredJob, context: Context) {
  const { manual, job, zone } = declared;
  const now = context.clock.now();
  const problem = scheduleProblem(declared);
  const [at] = problem ? [] : nextInstants(job.schedule, zone, now, 1);
  return {
    service: manual.id,
    job: job.name,
    title: job.title,
    schedule: job.schedule.join('; '),
    zone,
    ...(job.run.kind === 'command' ? { command: commandLine(job.run.argv) } : { operation: job.run.operation }),
    parameters: job.parameters.map(({ name, type, description }) => ({ name, type, description })),
    hasDryRun: job.run.kind === 'operation' || job.dryRunFlag !== undefined,
    delivers: job.delivers,
    next: at === undefined ? null : { at: rfc3339(at), left_ms: at - now },
    overlap: job.overlap,
    missed: job.missed,
    ...(problem && { error: { code: problem.code, detail: problem.message, hint: problem.hint } }),
  };
}

function describeLast(row: JoinedJobRun) {
  const begun = row.started_at ?? row.created_at;
  return {
    run: row.run_id,
    state: row.state,
    outcome: jobOutcome(row),
    at: rfc3339(begun),
    duration_ms: row.ended_at === null ? null : row.ended_at - begun,
  };
}
