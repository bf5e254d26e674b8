import { systemActor } from '#operations/actor.ts';
import { appendAudit } from '#operations/audit.ts';
import type { Toban } from '#operations/context.ts';
import { parseExpression } from '../cron/expression.ts';
import { pauseJobs, pausesInForce } from '../pauses.ts';
import { forgetTicksAfter } from '../records/ticks.ts';
import type { Entry } from './timetable.ts';

const HOUR_MS = 3_600_000;
/** As in Debian's cron: a clock that is set back further was wrong, and all jobs follow the new time at once. */
const CORRECTION_MS = 3 * HOUR_MS;
const UNEVEN_MS = 60_000;

/**
 * Told of each moment that the worker sees, notices when the clock was set between two of them. Set back: jobs with a
 * wildcard run at the instants that come again, jobs at fixed times do not. By more than an hour either way: schedules
 * that destroy something are paused until a person has looked, since what is old depends on the clock.
 */
export async function noticeClockSet(toban: Toban, timetable: Entry[], before: number, now: number): Promise<void> {
  const by = now - before;
  if (by > -UNEVEN_MS && by <= HOUR_MS) return;
  toban.log.warn('the clock was set', { by_ms: by });
  if (by < 0) await comeAgain(toban, timetable, now, -by > CORRECTION_MS);
  if (Math.abs(by) > HOUR_MS) await holdDestructive(toban, timetable, by);
}

async function comeAgain(toban: Toban, timetable: Entry[], now: number, corrected: boolean): Promise<void> {
  for (const entry of timetable) {
    const again = corrected || entry.job.schedule.every((text) => parseExpression(text).wild);
    if (again) await forgetTicksAfter(toban.store.db, { service: entry.service, job: entry.job.name }, now);
    entry.dueAt = -Infinity;
  }
}

async function holdDestructive(toban: Toban, timetable: Entry[], by: number): Promise<void> {
  const paused = await pausesInForce(toban);
  const reason = `The clock was set ${by > 0 ? 'forwards' : 'back'} by ${Math.round(Math.abs(by) / 60_000)} minutes: look at the time, then resume.`;
  for (const entry of timetable.filter((one) => isDestructive(toban, one))) {
    const { service, job } = entry;
    if (paused(service, job.name)?.job === job.name) continue;
    await toban.store.transaction(async (trx) => {
      await pauseJobs(toban, trx, { service, job: job.name, reason, by: 'toban' });
      await appendAudit(toban, trx, {
        actor: systemActor('toban'),
        action: 'job.paused',
        service,
        detail: { job: job.name, reason },
      });
    });
  }
}

function isDestructive(toban: Toban, { job }: Entry): boolean {
  if (job.run.kind !== 'operation') return false;
  const { operation } = job.run;
  return toban.registry.operations.some(({ name, risk }) => name === operation && risk === 'destructive');
}
