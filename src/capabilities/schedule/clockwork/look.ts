import type { Toban } from '#operations/context.ts';
import { instantsBetween, latestInstants } from '../cron/instants.ts';
import { judgeInstants } from '../missed.ts';
import { pausesInForce } from '../pauses.ts';
import { allCursors, setCursor } from '../records.ts';
import { insertTicks } from '../records/ticks.ts';
import type { JobTickRow } from '../schema.ts';
import { type Entry, lookNextAfter } from './timetable.ts';

/** So many instants are made up for at one look; the others at the next. */
const MOST_AT_ONCE = 500;
const ROWS_AT_ONCE = 100;
/** The clocks of nodes differ; a cursor that is further ahead was set by a clock that was wrong. */
const AHEAD_MS = 60_000;

type Looked = { entry: Entry; ticks: JobTickRow[]; until: number };

/**
 * Writes down the instants that have come since the last look, of all that are due at once, with what becomes of them.
 * A job that is new, or has a new schedule, begins now.
 */
export async function lookAt(toban: Toban, due: Entry[], now: number): Promise<void> {
  if (due.length === 0) return;
  const cursors = new Map((await allCursors(toban.store.db)).map((row) => [`${row.service}/${row.job}`, row]));
  const paused = await pausesInForce(toban);
  const looked = due.map((entry): Looked => {
    const cursor = cursors.get(`${entry.service}/${entry.job.name}`);
    const known = cursor?.schedule === entry.schedule && cursor.looked_until <= now + AHEAD_MS;
    return known
      ? lookAtOne(entry, cursor.looked_until, now, paused(entry.service, entry.job.name) !== undefined)
      : { entry, ticks: [], until: now };
  });
  await toban.store.transaction(async (trx) => {
    const ticks = looked.flatMap((one) => one.ticks);
    for (let from = 0; from < ticks.length; from += ROWS_AT_ONCE)
      await insertTicks(trx, ticks.slice(from, from + ROWS_AT_ONCE));
    for (const { entry, until } of looked) {
      await setCursor(trx, {
        service: entry.service,
        job: entry.job.name,
        schedule: entry.schedule,
        looked_until: until,
      });
    }
  });
  for (const { entry, until } of looked) lookNextAfter(entry, until);
}

function lookAtOne(entry: Entry, after: number, now: number, paused: boolean): Looked {
  const { service, zone, job } = entry;
  const all = job.missed === 'all' && !paused;
  const instants = all
    ? instantsBetween(job.schedule, zone, { after, until: now, limit: MOST_AT_ONCE })
    : latestInstants(job.schedule, zone, { after: Math.min(after, now), until: now });
  const ticks = judgeInstants(instants, now, job.missed).map(({ instant, state, catchUp }): JobTickRow => ({
    service,
    job: job.name,
    instant,
    state: paused ? 'paused' : state,
    catch_up: catchUp ? 1 : 0,
    claimed_at: null,
    run_id: null,
    retry_of: null,
  }));
  const until = all && instants.length === MOST_AT_ONCE ? (instants.at(-1) ?? now) : now;
  return { entry, ticks, until };
}
