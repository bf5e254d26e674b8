import { rfc3339 } from '#platform/clock.ts';
import { ServiceId } from '#manual/service.ts';
import { localText } from '#manual/zone.ts';
import { defineQuery } from '#operations/define.ts';
import { Instant, Limit } from '#operations/fields.ts';
import { z } from 'zod';
import { nextInstants } from '../cron/instants.ts';
import { scheduleProblem } from '../cron/problem.ts';
import { jobsOf } from '../job.ts';
import { leftInWords } from '../left.ts';
import { pausesInForce } from '../pauses.ts';

export const nextRuns = defineQuery({
  name: 'jobs.next',
  summary: { en: 'The next scheduled runs, with the time left', ja: '次回の実行予定と残り時間' },
  positionals: ['service'],
  input: z.object({
    service: ServiceId.optional(),
    job: z.string().optional().describe('Only this job'),
    count: Limit(5).describe('How many runs'),
    from: Instant.optional().describe('As seen from this moment, instead of now'),
  }),

  async answer({ service, job, count, from }, context) {
    const now = from ?? context.clock.now();
    const upcoming = jobsOf(context.manual, service)
      .filter((declared) => (job === undefined || declared.job.name === job) && scheduleProblem(declared) === undefined)
      .flatMap((declared) =>
        nextInstants(declared.job.schedule, declared.zone, now, count).map((at) => ({ declared, at })),
      );
    const paused = await pausesInForce(context);
    return {
      items: upcoming
        .toSorted((a, b) => a.at - b.at)
        .slice(0, count)
        .map(
          ({
            declared: {
              manual,
              job: { name, title },
              zone,
            },
            at,
          }) => ({
            service: manual.id,
            job: name,
            title,
            at: rfc3339(at),
            local: localText(at, zone),
            zone,
            left_ms: at - now,
            left: leftInWords(at - now, context.lang),
            paused: paused(manual.id, name, at) !== undefined,
          }),
        ),
    };
  },
});
