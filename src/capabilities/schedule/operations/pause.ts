import { OpsError } from '#platform/errors.ts';
import { rfc3339OrNull } from '#platform/clock.ts';
import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { Instant } from '#operations/fields.ts';
import { z } from 'zod';
import { jobOf, jobsOf } from '../job.ts';
import { pauseJobs } from '../pauses.ts';

export const pauseJobsOf = defineOperation({
  name: 'jobs.pause',
  summary: {
    en: "Hold a service's scheduled jobs, or one of them",
    ja: 'スケジュール実行を一時停止する（サービス全体または1ジョブ）',
  },
  risk: 'safe',
  duringStop: 'allowed',
  positionals: ['service', 'job'],
  input: z.object({
    service: ServiceId,
    job: z.string().optional().describe('One job; all of the service when left out'),
    reason: z.string().max(500).default('').describe('Why: shown to everyone who meets the pause'),
    until: Instant.optional().describe(
      'When it ends by itself, e.g. 2026-11-22T08:00:00+09:00; without it, until it is resumed',
    ),
  }),

  prepare({ service, job, reason, until }, context) {
    const holds =
      job === undefined
        ? jobsOf(context.manual, service).map(({ job: { name } }) => name)
        : [jobOf(context.manual, service, job).job.name];
    if (until !== undefined && until <= context.clock.now()) {
      throw new OpsError('job.pause-over', 'The time until which to pause has passed already.', {
        kind: 'usage',
        hint: 'Give a later --until, or none.',
      });
    }
    return { service, job, reason, until, holds };
  },

  steps({ service, job, reason, until }, context) {
    const what = job === undefined ? service : `${service} ${job}`;
    return [
      {
        title: { en: `Pause the schedule of ${what}`, ja: `${what} のスケジュールを一時停止する` },
        write: (trx) => pauseJobs(context, trx, { service, job, reason, by: context.actor.name, until }),
      },
    ];
  },

  report({ service, job, reason, until, holds }, context) {
    context.events.publish({ topic: 'job', service, id: job });
    return { paused: holds, reason, until: rfc3339OrNull(until) };
  },
});
