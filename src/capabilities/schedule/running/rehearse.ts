import { newId } from '#platform/ids.ts';
import { OpsError } from '#platform/errors.ts';
import type { Context } from '#operations/context.ts';
import type { Report } from '#operations/define.ts';
import { judgeProgram } from './judge.ts';
import { declared, type JobPlan, planJob } from './plan.ts';
import { runProgram } from './program.ts';

const SHOWN_LINES = 200;

/**
 * Tries a job without effect, by its own flag for that. Throws OpsError `job.no-dry-run` where the manual names no such
 * flag, and `job.failed`, `job.timeout` or `job.blocked` as the job itself would.
 */
export async function rehearseJob(
  context: Context,
  service: string,
  job: string,
  parameters: Record<string, unknown>,
): Promise<Report> {
  const plan = planJob({ service, job, parameters }, context);
  const report = await rehearse(plan, context);
  if (report) return report;
  throw new OpsError('job.no-dry-run', `${service} ${job} cannot be tried without effect.`, {
    kind: 'usage',
    hint: 'Name the flag of its command as dryRunFlag in the manual.',
  });
}

/** Nothing is written, not even to the job's log. Undefined when there is nothing that could be tried. */
export async function rehearse(plan: JobPlan, context: Context): Promise<Report | undefined> {
  if (plan.kind === 'operation') return rehearseOperation(plan, context);
  if (!plan.rehearsal) return undefined;
  const job = declared(plan, context);
  const mark = `job:${newId('rehearsal', context.clock.now())}`;
  const { output, ...end } = await runProgram(context, job, { argv: plan.rehearsal, mark, keep: SHOWN_LINES });
  context.signal.throwIfAborted();
  const { outcome, exitCode, error } = judgeProgram({
    ...end,
    service: plan.service,
    job: plan.job,
    run: null,
    timeout: job.job.timeout,
  });
  if (error) throw error;
  return { job: plan.job, outcome, exitCode, output };
}

async function rehearseOperation(
  { operation, input }: JobPlan & { kind: 'operation' },
  context: Context,
): Promise<Report> {
  const { run } = await context.submit({ operation, input, dryRun: true, actor: context.actor, lang: context.lang });
  return { steps: run.steps.map(({ title }) => title), ...(run.report && { report: run.report }) };
}
