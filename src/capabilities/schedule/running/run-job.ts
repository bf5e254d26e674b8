import { rfc3339 } from '#platform/clock.ts';
import { asOpsError, OpsError } from '#platform/errors.ts';
import { captureOutput } from '#capabilities/logs/index.ts';
import type { Context } from '#operations/context.ts';
import type { DeclaredJob } from '../job.ts';
import { findJobRun, updateJobRun } from '../records.ts';
import type { JobOutcome } from '../schema.ts';
import { type Ending, judgeProgram } from './judge.ts';
import { type Origin, originOf } from './origin.ts';
import { declared, type JobPlan } from './plan.ts';
import { runProgram } from './program.ts';
import { runOperation } from './run-operation.ts';
import { takeTurn } from './turn.ts';
import { writeEnding } from './write-ending.ts';

export type JobEnding = Ending & { output?: string[]; /** The run of the operation that the job did. */ did?: string };

const KEPT_LINES = 50;

/** Waits for its turn, does the job, writes its end down. Throws the OpsError with which it failed. */
export async function runJob(plan: JobPlan, context: Context): Promise<'partial' | undefined> {
  const run = context.run;
  if (run === null) throw new Error('A job runs within a run.');
  const job = declared(plan, context);
  const { attempt, scheduledFor } = await enter(run, plan, job, context);
  context.events.publish({ topic: 'job', service: plan.service, id: plan.job });
  const ending = await (
    plan.kind === 'command'
      ? runCommand({ run, scheduledFor }, plan.argv, job, context)
      : runOperation(plan, job, context)
  ).catch((thrown: unknown): JobEnding => ({
    outcome: context.signal.aborted ? null : 'failure',
    exitCode: null,
    error: asOpsError(thrown, 'job.failed'),
  }));
  await writeEnding({ run, plan, declared: job, attempt, ending }, context);
  context.events.publish({ topic: 'job', service: plan.service, id: plan.job });
  if (ending.error) throw ending.error;
  return ending.outcome === 'partial' ? 'partial' : undefined;
}

/** A run that gives up waiting leaves the queue. */
async function enter(run: string, plan: JobPlan, { job }: DeclaredJob, context: Context): Promise<Origin> {
  const origin = await originOf(context);
  const { trigger, scheduledFor, attempt } = origin;
  const row = {
    run_id: run,
    service: plan.service,
    job: plan.job,
    trigger,
    attempt,
    scheduled_for: scheduledFor,
    parameters_json: context.secrets.redact(JSON.stringify(plan.parameters)),
    started_at: null,
    ended_at: null,
    exit_code: null,
    outcome: null,
    reported: null,
    summary: null,
    figures_json: null,
    mark: `job:${run}`,
    pid: null,
    ticks: null,
    boot: null,
  };
  try {
    await takeTurn(context, { row, overlap: job.overlap });
  } catch (thrown) {
    await updateJobRun(context.store.db, run, { ended_at: context.clock.now() });
    throw thrown;
  }
  return origin;
}

type Started = { run: string; scheduledFor: number | null };

async function runCommand(
  { run, scheduledFor }: Started,
  argv: string[],
  declaredJob: DeclaredJob,
  context: Context,
): Promise<JobEnding> {
  const { manual, job } = declaredJob;
  const capture = captureOutput(context, manual.id, job.name);
  try {
    const { output, ...end } = await runProgram(context, declaredJob, {
      argv,
      mark: `job:${run}`,
      environment: { TOBAN_RUN: run, ...(scheduledFor !== null && { TOBAN_SCHEDULED_FOR: rfc3339(scheduledFor) }) },
      keep: KEPT_LINES,
      onLine: (stream, line) => capture.line(stream, line, run),
      onStart: async ({ pid, ticks, boot }) => {
        await context.store.commit((trx) => updateJobRun(trx, run, { pid, ticks, boot }));
      },
    });
    if (context.signal.aborted) return { outcome: null, exitCode: end.exit.code, output, error: cutShort() };
    const row = await findJobRun(context.store.db, run);
    const reported = row && { outcome: row.reported as JobOutcome | null, summary: row.summary };
    return {
      ...judgeProgram({ ...end, service: manual.id, job: job.name, run, timeout: job.timeout, reported }),
      output,
    };
  } finally {
    await capture.close();
  }
}

/** The heart knows why the run was aborted and says so. */
const cutShort = (): OpsError => new OpsError('job.ended', 'The job was ended before it was done.');
