import type { Toban } from '#operations/context.ts';
import { nextInstants } from '../cron/instants.ts';
import { scheduleProblem } from '../cron/problem.ts';
import { type DeclaredJob, jobsOf } from '../job.ts';

/** A scheduled job, and when to look at it next. */
export type Entry = DeclaredJob & {
  service: string;
  /** Schedule and zone as one text: when it changes, what the old one missed is of no interest. */
  schedule: string;
  /** -Infinity: not looked at yet. Infinity: it never comes again. */
  dueAt: number;
};

/** Jobs whose schedule cannot be read are left out; a concern tells of them. */
export function openTimetable(toban: Toban): Entry[] {
  return jobsOf(toban.manual, undefined)
    .filter((declared) => declared.job.schedule.length > 0 && scheduleProblem(declared) === undefined)
    .map((declared) => ({
      ...declared,
      service: declared.manual.id,
      schedule: `${declared.job.schedule.join('; ')} ${declared.zone}`,
      dueAt: -Infinity,
    }));
}

export function lookNextAfter(entry: Entry, lookedUntil: number): void {
  entry.dueAt = nextInstants(entry.job.schedule, entry.zone, lookedUntil, 1)[0] ?? Infinity;
}
