import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { jobOf } from '../job.ts';
import { ALL_JOBS, describePause } from '../pauses.ts';
import { pausesAt, removePause } from '../records.ts';

export const resumeJobs = defineOperation({
  name: 'jobs.resume',
  summary: { en: 'Lift a pause of scheduled jobs', ja: 'スケジュール実行を再開する' },
  risk: 'safe',
  positionals: ['service', 'job'],
  input: z.object({
    service: ServiceId,
    job: z
      .string()
      .optional()
      .describe('The job whose own pause to lift; the pause of the whole service when left out'),
  }),

  async prepare({ service, job }, context) {
    context.manual.service(service);
    if (job !== undefined) jobOf(context.manual, service, job);
    const pauses = (await pausesAt(context.store.db, context.clock.now())).filter((pause) => pause.service === service);
    const lifted = pauses.find((pause) => pause.job === (job ?? ALL_JOBS));
    const staying = pauses.filter((pause) => pause !== lifted);
    return {
      service,
      job: job ?? ALL_JOBS,
      lifts: lifted ? describePause(lifted) : null,
      stays: staying.map((pause) => ({ job: pause.job || '*', ...describePause(pause) })),
    };
  },

  steps({ service, job, lifts }) {
    if (!lifts) return [];
    const what = job ? `${service} ${job}` : service;
    return [
      {
        title: { en: `Lift the pause of ${what}`, ja: `${what} の一時停止を解除する` },
        write: (trx) => removePause(trx, { service, job }).then(() => undefined),
      },
    ];
  },

  // Resuming brings back exactly what ran before: a job that was paused for itself stays so, and the report says it.
  report({ service, job, lifts, stays }, context) {
    context.events.publish({ topic: 'job', service, id: job || undefined });
    return {
      resumed: lifts !== null,
      ...(lifts && { was: lifts }),
      stillPaused: stays,
      ...(stays.length > 0 && {
        hint: stays
          .map((pause) => `toban jobs resume ${service}${pause.job === '*' ? '' : ` ${pause.job}`}`)
          .join('; '),
      }),
    };
  },
});
