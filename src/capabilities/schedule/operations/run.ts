import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { commandLine, declared, planJob } from '../running/plan.ts';
import { rehearse } from '../running/rehearse.ts';
import { runJob } from '../running/run-job.ts';

export const runJobNow = defineOperation({
  name: 'jobs.run',
  summary: { en: 'Run a job now, with parameters', ja: 'ジョブを今すぐ実行する（パラメーター指定可）' },
  risk: 'safe',
  input: z.object({
    service: ServiceId,
    job: z.string().describe('Name of the job, as in the manual'),
    parameters: z
      .record(z.string(), z.unknown())
      .default({})
      .describe('What the job takes, by name: see toban jobs list'),
  }),
  positionals: ['service', 'job'],
  rest: 'parameters',
  // Two runs of one job are kept apart by the job's own overlap policy, which may also wait or replace.
  lock: () => null,
  // The job's own timeout ends it; this one is only there to be longer.
  timeout: '20d',

  prepare: (request, context) => planJob(request, context),

  steps(plan, context) {
    const { title } = declared(plan, context).job;
    const act = plan.kind === 'command' ? commandLine(plan.argv) : plan.operation;
    return [
      {
        title: { en: `Run ${title.en}: ${act}`, ja: `「${title.ja}」を実行する：${act}` },
        run: () => runJob(plan, context),
      },
    ];
  },

  rehearse: async (plan, context) =>
    (await rehearse(plan, context)) ?? {
      job: plan.job,
      note: 'This job has no dry run of its own: only its plan is shown.',
    },
});
