import { offsetAt } from '#manual/zone.ts';

/** An instant at which a zone's wall clock is set, and by how much: forwards when `after` exceeds `before`. */
export type Transition = { at: number; before: number; after: number };

/** A stretch of time in which the wall clock of a zone runs evenly. Offsets are milliseconds ahead of UTC. */
export type Stretch = {
  start: number;
  end: number;
  offset: number;
  /** By how much the clock was set at `start`. */ set: number;
};

const DAY_MS = 86_400_000;
const KEPT_YEARS = 2000;
const known = new Map<string, Transition[]>();

/** Stretches from the one that holds `from` on, without end. The last transition of a zone's rules never comes. */
export function* stretchesFrom(from: number, zone: string): Generator<Stretch> {
  let year = new Date(from).getUTCFullYear();
  const earlier = [...transitionsIn(year - 1, zone), ...transitionsIn(year, zone)].findLast(({ at }) => at <= from);
  let start = earlier?.at ?? Date.UTC(year - 1, 0, 1);
  let set = earlier ? earlier.after - earlier.before : 0;
  for (; ; year++) {
    for (const { at, before, after } of transitionsIn(year, zone)) {
      if (at <= from) continue;
      yield { start, end: at, offset: before, set };
      [start, set] = [at, after - before];
    }
    const end = Date.UTC(year + 1, 0, 1);
    yield { start, end, offset: offsetAt(end - 1, zone), set };
    [start, set] = [end, 0];
  }
}

/** Within one UTC year. Two transitions on one day that cancel each other are not seen: no zone has them. */
function transitionsIn(year: number, zone: string): Transition[] {
  const key = `${zone} ${year}`;
  const found = known.get(key) ?? findTransitions(year, zone);
  if (known.size > KEPT_YEARS) known.clear();
  known.set(key, found);
  return found;
}

function findTransitions(year: number, zone: string): Transition[] {
  const found: Transition[] = [];
  const last = Date.UTC(year + 1, 0, 1);
  let before = offsetAt(Date.UTC(year, 0, 1) - 1, zone);
  for (let day = Date.UTC(year, 0, 1) - 1; day < last - 1; day += DAY_MS) {
    const end = Math.min(day + DAY_MS, last - 1);
    const after = offsetAt(end, zone);
    if (after !== before) found.push({ at: firstInstantAfter(day, end, before, zone), before, after });
    before = after;
  }
  return found;
}

function firstInstantAfter(low: number, high: number, before: number, zone: string): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}
