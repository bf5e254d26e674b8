import { Buffer } from 'node:buffer';
import { addDays, dayOf, startOfDay } from '#manual/zone.ts';
import { resident, type Toban } from '#operations/context.ts';
import { headOf, openBytes } from './bytes.ts';
import { isAtLeast } from './level.ts';
import { parseLine } from './line.ts';
import { mayBeError } from './matching.ts';
import { mayReach, type Segment, segmentsOf, type Source } from './sources.ts';

/** Errors of each day of the service, as far as a file was counted. A file only grows, so nothing is counted twice. */
type Tally = { offset: number; days: Map<string, number>; complete: boolean; turn: Promise<void> };

const tallies = resident(() => new Map<string, Tally>());
const CHUNK_BYTES = 256 * 1024;
const MOST_TALLIES = 2000;

/** How many lines of level error or critical each day since `since` has, over the given logs. */
export async function countErrors(
  at: Toban,
  sources: Source[],
  since: number,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const total = new Map<string, number>();
  for (const source of sources) {
    const segments = (await segmentsOf(at, source)).filter(
      (segment) => segment.size_bytes > 0 && mayReach(segment, source, since),
    );
    for (const segment of segments) {
      const { days } = await tallyOf(at, source, segment, signal);
      for (const [day, count] of days) total.set(day, (total.get(day) ?? 0) + count);
    }
  }
  return total;
}

async function tallyOf(at: Toban, source: Source, segment: Segment, signal: AbortSignal): Promise<Tally> {
  const known = tallies(at);
  const key = `${source.service}/${source.log}/${await headOf(at, segment)}`;
  const tally = known.get(key) ?? {
    offset: 0,
    days: new Map<string, number>(),
    complete: false,
    turn: Promise.resolve(),
  };
  if (known.size > MOST_TALLIES) known.clear();
  known.set(key, tally);
  const turn = tally.turn.then(() => bringUpToDate(at, source, segment, tally, signal));
  tally.turn = turn.catch(() => {});
  await turn;
  return tally;
}

async function bringUpToDate(
  at: Toban,
  source: Source,
  segment: Segment,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  if (tally.complete) return;
  if (!segment.compressed && segment.size_bytes < tally.offset) {
    tally.offset = 0;
    tally.days.clear();
  }
  await countOn(at, source, segment, tally, signal);
  tally.complete = segment.compressed;
}

async function countOn(at: Toban, source: Source, segment: Segment, tally: Tally, signal: AbortSignal): Promise<void> {
  const bytes = await openBytes(at, segment);
  const dayAt = daysOf(source.format.zone);
  for (let from = tally.offset; from < bytes.size; from = tally.offset) {
    signal.throwIfAborted();
    const chunk = await wholeLines(bytes, from);
    if (chunk.length === 0) return;
    for (const text of chunk.toString('utf8').split('\n')) {
      if (!mayBeError(text, source.format)) continue;
      const { level, at: time } = parseLine(text, source.format);
      if (time === null || !isAtLeast(level, 'error')) continue;
      const day = dayAt(time);
      tally.days.set(day, (tally.days.get(day) ?? 0) + 1);
    }
    tally.offset = from + chunk.length;
  }
}

/** Up to the last newline, for a line that is still being written is counted when it is whole. */
async function wholeLines(
  bytes: { size: number; read(from: number, to: number): Promise<Buffer> },
  from: number,
): Promise<Buffer> {
  for (let length = CHUNK_BYTES; ; length *= 2) {
    const chunk = await bytes.read(from, from + length);
    const end = chunk.lastIndexOf(0x0a);
    if (end !== -1) return chunk.subarray(0, end + 1);
    if (chunk.length < length) return Buffer.alloc(0);
  }
}

/** The calendar is asked once a day, not once a line. */
function daysOf(zone: string): (time: number) => string {
  let [start, end, day] = [0, 0, ''];
  return (time) => {
    if (time < start || time >= end) {
      day = dayOf(time, zone);
      [start, end] = [startOfDay(day, zone), startOfDay(addDays(day, 1), zone)];
    }
    return day;
  };
}
