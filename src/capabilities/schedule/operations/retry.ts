import { OpsError } from '#platform/errors.ts';
import { defineOperation } from '#operations/define.ts';
import { findRun } from '#operations/records.ts';
import { hasEnded, type RunState } from '#operations/run.ts';
import { z } from 'zod';
import { type JobRequest, planJob } from '../running/plan.ts';

export const retryJob = defineOperation({
  name: 'jobs.retry',
  summary: { en: 'Run a job that did not succeed again, with the same parameters', ja: '失敗したジョブを同じパラメーターで再実行する' },
  risk: 'safe',
  positionals: ['run'],
  timeout: '20d',
  input: z.object({ run: z.string().describe('The run that failed: see toban jobs history SERVICE') }),

  async prepare({ run }, context) {
    const row = await findRun(context.store.db, run);
    if (row?.operation !== 'jobs.run') {
      throw new OpsError('run.unknown', `There is no run ${run} of a job.`, { kind: 'not-found', hint: 'See: toban jobs history SERVICE' });
    }
    const { service, job, parameters } = JSON.parse(row.input_json) as JobRequest;
    refuseUnlessFailed(run, row.state as RunState, service);
    planJob({ service, job, parameters }, context);
    return { run, service, job, parameters };
  },

  steps({ run, service, job, parameters }, context) {
    return [
      {
        title: { en: `Run ${service} ${job} again, as ${run} did`, ja: `${service} ${job} を ${run} と同じ条件で再実行する` },
        run: async () => {
          const { ended } = await context.submit({
            operation: 'jobs.run',
            input: { service, job, parameters },
            actor: context.actor,
            lang: context.lang,
            cause: { kind: 'retry', run },
          });
          return passOn(await ended);
        },
      },
    ];
  },
});
