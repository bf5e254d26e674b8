import { OpsError } from '#platform/errors.ts';
import type { Context } from '#operations/context.ts';
import { defineOperation } from '#operations/define.ts';
import { findRun, updateRun } from '#operations/records.ts';
import { hasEnded, type RunState } from '#operations/run.ts';
import { z } from 'zod';
import { type JobRequest, planJob } from '../running/plan.ts';
import { endingOf, submitAndWait } from '../running/run-operation.ts';

export const retryJob = defineOperation({
  name: 'jobs.retry',
  summary: {
    en: 'Run a job that did not succeed again, with the same parameters',
    ja: '失敗したジョブを同じパラメーターで再実行する',
  },
  risk: 'safe',
  positionals: ['run'],
  timeout: '20d',
  input: z.object({ run: z.string().describe('The run that failed: see toban jobs history SERVICE') }),

  async prepare({ run }, context) {
    const row = await findRun(context.store.db, run);
    if (row?.operation !== 'jobs.run') {
      throw new OpsError('run.unknown', `There is no run ${run} of a job.`, {
        kind: 'not-found',
        hint: 'See: toban jobs history SERVICE',
      });
    }
    const { service, job, parameters } = JSON.parse(row.input_json) as JobRequest;
    refuseUnlessFailed(run, row.state as RunState, service);
    planJob({ service, job, parameters }, context);
    return { run, service, job, parameters };
  },

  steps({ run, service, job, parameters }, context) {
    return [
      {
        title: {
          en: `Run ${service} ${job} again, as ${run} did`,
          ja: `${service} ${job} を ${run} と同じ条件で再実行する`,
        },
        run: () => runAgain({ service, job, parameters }, run, context),
      },
    ];
  },
});

function refuseUnlessFailed(run: string, state: RunState, service: string): void {
  if (hasEnded(state) && state !== 'succeeded') return;
  throw new OpsError(
    'job.not-failed',
    `Run ${run} ${hasEnded(state) ? 'succeeded' : 'is still under way'}: there is nothing to repeat.`,
    {
      kind: 'conflict',
      hint: `See which runs failed: toban jobs history ${service}`,
    },
  );
}

async function runAgain(request: JobRequest, former: string, context: Context): Promise<'partial' | undefined> {
  const { ended } = await submitAndWait(context, {
    operation: 'jobs.run',
    input: request,
    cause: { kind: 'retry', run: former },
  });
  // Written here, for a run that fails has no report from the heart.
  const report = { did: ended.run, outcome: ended.outcome };
  if (context.run) await updateRun(context.store.db, context.run, { report_json: JSON.stringify(report) });
  const { outcome, error } = endingOf(ended);
  if (error) throw error;
  return outcome === 'partial' ? 'partial' : undefined;
}
