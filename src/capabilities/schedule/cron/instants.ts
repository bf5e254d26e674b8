import { OpsError } from '#platform/errors.ts';
import { type Expression, parseExpression } from './expression.ts';
import { type Stretch, stretchesFrom } from './transitions.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Debian's cron takes a wall clock that is set by this much or more for corrected, and follows it at once. */
const CORRECTION_MS = 3 * HOUR_MS;
/** The longest wait that a calendar holds: from one 29 February to the next over a year such as 2100. */
const HORIZON_MS = 9 * 366 * 24 * HOUR_MS;

/**
 * The next instants after `from` at which any of the expressions fits the wall clock of the zone, ascending. Where the
 * clock is set they are those of Debian's cron(8): a job at a fixed time that was skipped runs right after the gap, one
 * whose time comes twice runs the first time; a job with a wildcard in minute or hour follows the wall clock.
 * Throws OpsError `schedule.invalid`.
 */
export function nextInstants(expressions: readonly string[], zone: string, from: number, count: number): number[] {
  return count > 0 ? collect(merged(expressions, zone, from), { until: Infinity, limit: count }) : [];
}

/** At most `limit` instants after `after` up to and including `until`. */
export function instantsBetween(
  expressions: readonly string[],
  zone: string,
  span: { after: number; until: number; limit: number },
): number[] {
  return collect(merged(expressions, zone, span.after), span);
}

/** The newest instants up to `until`, at least one when there is any after `after`; cheap over a year of minutes. */
export function latestInstants(
  expressions: readonly string[],
  zone: string,
  span: { after: number; until: number },
): number[] {
  for (let window = HOUR_MS; ; window *= 24) {
    const after = Math.max(span.after, span.until - window);
    const instants = instantsBetween(expressions, zone, { after, until: span.until, limit: Infinity });
    if (instants.length > 0 || after === span.after) return instants;
  }
}

/** Throws OpsError `schedule.invalid` when the expression cannot be read, or names a day that no calendar has. */
export function checkSchedule(expression: string, zone: string): void {
  if (nextInstants([expression], zone, Date.UTC(2026, 0, 1), 1).length > 0) return;
  throw new OpsError('schedule.invalid', `The schedule "${expression}" never comes: no month has that day.`, {
    kind: 'usage',
    hint: 'Correct the day of month or the month in the manual of the service.',
  });
}

function collect(source: Generator<number>, { until, limit }: { until: number; limit: number }): number[] {
  const instants: number[] = [];
  for (const instant of source) {
    if (instant > until) break;
    instants.push(instant);
    if (instants.length >= limit) break;
  }
  return instants;
}

function* merged(expressions: readonly string[], zone: string, from: number): Generator<number> {
  const sources = expressions.map((text) => instantsOf(parseExpression(text), zone, from));
  const heads = sources.map((source) => source.next());
  for (;;) {
    const next = Math.min(...heads.map((head) => (head.done ? Infinity : head.value)));
    if (next === Infinity) return;
    yield next;
    for (const [index, source] of sources.entries()) if (heads[index]?.value === next) heads[index] = source.next();
  }
}

/** Strictly ascending: what a gap delays may fall together with what is due anyway. */
function* instantsOf(expression: Expression, zone: string, from: number): Generator<number> {
  let last = from;
  for (const stretch of stretchesFrom(from, zone)) {
    if (stretch.start - from > HORIZON_MS) return;
    for (const instant of instantsWithin(stretch, expression, last)) {
      if (instant <= last) continue;
      last = instant;
      yield instant;
    }
  }
}

function* instantsWithin(
  { start, end, offset, set }: Stretch,
  expression: Expression,
  after: number,
): Generator<number> {
  const setForwards = !expression.wild && set > 0 && set < CORRECTION_MS;
  const setBack = !expression.wild && set < 0 && -set <= CORRECTION_MS;
  if (setForwards && isWithin(expression.fromWall(start + offset - set), start + offset)) yield start;
  const first = Math.max(setBack ? start - set : start, Math.floor(after / MINUTE_MS) * MINUTE_MS);
  for (
    let wall = expression.fromWall(first + offset);
    isWithin(wall, end + offset);
    wall = expression.fromWall(wall + MINUTE_MS)
  ) {
    yield wall - offset;
  }
}

const isWithin = (wall: number | undefined, end: number): wall is number => wall !== undefined && wall < end;
