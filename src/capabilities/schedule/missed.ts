import type { Job } from '#manual/jobs.ts';

export type JudgedInstant = { instant: number; state: 'waiting' | 'missed'; catchUp: boolean };

/** An instant that is looked at later than this was missed: nobody was on duty. */
const LATE_MS = 2 * 60_000;

/**
 * What becomes of instants that have passed, oldest first. On time: they run. Missed ones: `skip` none, `once` a single
 * run for all, `all` each, one after the other.
 */
export function judgeInstants(instants: readonly number[], now: number, policy: Job['missed']): JudgedInstant[] {
  const last = instants.length - 1;
  const anyLate = instants.some((instant) => isLate(instant, now));
  return instants.map((instant, index) => {
    const runs = !anyLate || policy === 'all' || (policy === 'once' ? index === last : !isLate(instant, now));
    return { instant, state: runs ? 'waiting' : 'missed', catchUp: anyLate || index > 0 };
  });
}

export const isLate = (instant: number, now: number): boolean => now - instant > LATE_MS;
