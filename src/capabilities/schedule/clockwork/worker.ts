import type { Worker } from '#operations/capability.ts';
import type { Toban } from '#operations/context.ts';
import { forgetTicksBefore } from '../records/ticks.ts';
import { endLeftovers } from '../running/leftovers.ts';
import { noticeClockSet } from './clock-set.ts';
import { lookAt } from './look.ts';
import { submitWaiting } from './submit.ts';
import { type Entry, openTimetable } from './timetable.ts';

const LONGEST_SLEEP_MS = 1000;
const DAY_MS = 86_400_000;
/** Instants are kept this long, to show what was missed or paused. */
const KEPT_MS = 92 * DAY_MS;

/** Starts each job at its instants. The truth is in the store: any number of nodes may do this at a time. */
export const scheduleWorker: Worker = {
  name: 'schedule',
  async run(toban, signal) {
    await endLeftovers(toban);
    const timetable = openTimetable(toban);
    let [before, tidiedAt] = [toban.clock.now(), -Infinity];
    while (!signal.aborted) {
      const now = toban.clock.now();
      await noticeClockSet(toban, timetable, before, now);
      before = now;
      await lookAt(
        toban,
        timetable.filter((entry) => entry.dueAt <= now),
        now,
      );
      await submitWaiting(toban, now, signal);
      if (Math.abs(now - tidiedAt) >= DAY_MS) {
        await forgetTicksBefore(toban.store.db, now - KEPT_MS);
        tidiedAt = now;
      }
      await sleepUntilNext(toban, timetable, signal);
    }
  },
};

/** Never long: the clock may be set, another node may fail, and a retry may be written down. */
async function sleepUntilNext(toban: Toban, timetable: Entry[], signal: AbortSignal): Promise<void> {
  const next = Math.min(...timetable.map((entry) => entry.dueAt), Infinity) - toban.clock.now();
  await toban.clock.sleep(Math.max(1, Math.min(LONGEST_SLEEP_MS, next)), signal).catch((thrown: unknown) => {
    if (!signal.aborted) throw thrown;
  });
}
