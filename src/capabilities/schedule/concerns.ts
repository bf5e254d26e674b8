import { rfc3339 } from '#platform/clock.ts';
import { localText } from '#manual/zone.ts';
import type { Concern } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import type { RunError } from '#operations/run.ts';
import { nextInstants } from './cron/instants.ts';
import { scheduleProblem } from './cron/problem.ts';
import { type DeclaredJob, jobsOf } from './job.ts';
import { isLate } from './missed.ts';
import { pausesInForce } from './pauses.ts';
import { jobOutcome } from './queries/outcome.ts';
import { allCursors, lastJobRun } from './records.ts';
import { newestTick } from './records/ticks.ts';

type Judged = { declared: DeclaredJob; about: Pick<Concern, 'service' | 'page'> };

/** Jobs that cannot be scheduled, whose last run failed, or that should have run and did not. */
export async function jobConcerns(context: Context): Promise<Concern[]> {
  const paused = await pausesInForce(context);
  const cursors = await allCursors(context.store.db);
  const concerns = jobsOf(context.manual, undefined).map(async (declared): Promise<(Concern | undefined)[]> => {
    const { manual, job } = declared;
    const judged = { declared, about: { service: manual.id, page: `/services/${manual.id}/jobs` } };
    const problem = scheduleProblem(declared);
    if (problem)
      return [
        {
          level: 'critical',
          ...judged.about,
          title: titled(declared, 'has a schedule that cannot be read', 'のスケジュールを読み取れない'),
          detail: problem.message,
          ...(problem.hint && { hint: problem.hint }),
        },
      ];
    const failed = await failureOf(judged, context);
    if (paused(manual.id, job.name)) return [failed];
    const cursor = cursors.find((row) => row.service === manual.id && row.job === job.name);
    return [
      failed,
      cursor ? overdue(judged, cursor.looked_until, context.clock.now()) : undefined,
      await missed(judged, context),
    ];
  });
  return (await Promise.all(concerns)).flat().filter((concern) => concern !== undefined);
}

const titled = ({ job: { title } }: DeclaredJob, en: string, ja: string) => ({
  en: `${title.en} ${en}`,
  ja: `「${title.ja}」${ja}`,
});

async function failureOf({ declared, about }: Judged, { store }: Context): Promise<Concern | undefined> {
  const { manual, job } = declared;
  const last = await lastJobRun(store.db, { service: manual.id, job: job.name }, true);
  if (!last || jobOutcome(last) !== 'failure') return undefined;
  const error = last.error_json === null ? undefined : (JSON.parse(last.error_json) as RunError);
  return {
    level: 'warning',
    ...about,
    title: titled(declared, 'failed when it last ran', 'の前回の実行が失敗した'),
    detail: `${error?.detail ?? 'It did not say why.'} (${last.run_id}, ${localText(last.ended_at ?? last.created_at, declared.zone)})`,
    hint: `toban jobs retry ${last.run_id}`,
  };
}

/** Nobody has looked at the schedule since the instant passed: no server is on duty. */
function overdue({ declared, about }: Judged, lookedUntil: number, now: number): Concern | undefined {
  const [due] = nextInstants(declared.job.schedule, declared.zone, lookedUntil, 1);
  if (due === undefined || !isLate(due, now)) return undefined;
  return {
    level: 'warning',
    ...about,
    title: titled(declared, 'is overdue', 'が予定時刻を過ぎても実行されていない'),
    detail: `It was due at ${localText(due, declared.zone)} (${declared.zone}), and no server was on duty.`,
    hint: 'toban up',
  };
}

/** The newest instant was missed, by the policy `skip`, and nobody has run the job since. */
async function missed({ declared, about }: Judged, { store }: Context): Promise<Concern | undefined> {
  const { manual, job } = declared;
  const name = { service: manual.id, job: job.name };
  const tick = await newestTick(store.db, name);
  if (tick?.state !== 'missed') return undefined;
  const last = await lastJobRun(store.db, name);
  if (last && last.created_at >= tick.instant) return undefined;
  return {
    level: 'warning',
    ...about,
    title: titled(declared, 'missed its time', 'が予定時刻に実行されなかった'),
    detail: `It was due at ${rfc3339(tick.instant)}, when nobody was on duty; by its manual it does not make up for that.`,
    hint: `toban jobs run ${manual.id} ${job.name}`,
  };
}
