import { dirname, join } from 'node:path';
import { compressFile, moveFile } from '#platform/files/compress.ts';
import { addDays, dayOf } from '#manual/zone.ts';
import { resident, type Toban } from '#operations/context.ts';
import { reopenCapture } from './capture.ts';
import { parseLine } from './line.ts';
import { type Segment, segmentsOf, type Source } from './sources.ts';

/** File names: what was closed now, what of earlier was compressed, what was too old. */
export type Rotation = { log: string; closed: string | null; compressed: string[]; removed: string[] };

const LARGEST_BYTES = 50 * 1000 * 1000;
const LONGEST_LINE_BYTES = 256 * 1024;

/** One rotation of a log at a time. */
const turns = resident(() => new Map<string, Promise<unknown>>());

/**
 * Closes the file that is written to, compresses those closed before, and removes what is beyond `keep` days. A missing
 * log is fine and an empty one stays. What goes is decided by counting the days that are there, never by the clock: a
 * clock that runs ahead removes nothing.
 */
export function rotateLog(at: Toban, source: Source): Promise<Rotation> {
  const waiting = turns(at);
  const key = `${source.service}/${source.log}`;
  const turn = (waiting.get(key) ?? Promise.resolve()).then(() => rotateNow(at, source));
  waiting.set(
    key,
    turn.catch(() => {}),
  );
  return turn;
}

async function rotateNow(at: Toban, source: Source): Promise<Rotation> {
  const segments = await segmentsOf(at, source);
  const earlier = segments.filter((segment) => !segment.live);
  const live = segments.find((segment) => segment.live);
  const closed = live && live.size_bytes > 0 ? await closeFile(at, source, live, earlier) : null;
  const removed = await removeOld(at, source);
  const compressed: string[] = [];
  // Compressing needs room and may fail, so it comes last. What was closed just now waits for the next time.
  for (const segment of earlier.filter(({ compressed: done, name }) => !done && !removed.includes(name))) {
    await compressFile(segment.path);
    compressed.push(`${segment.name}.gz`);
  }
  return { log: source.log, closed, compressed, removed };
}

async function closeFile(at: Toban, source: Source, live: Segment, earlier: Segment[]): Promise<string | null> {
  const day = dayOf((await endOf(at, live, source)) ?? live.modifiedAt, source.format.zone);
  const turnsOfDay = earlier.filter((segment) => segment.day === day).map((segment) => segment.turn);
  const turn = turnsOfDay.length === 0 ? 0 : Math.max(...turnsOfDay) + 1;
  const name = `${source.log}-${day}.jsonl${turn === 0 ? '' : `.${turn}`}`;
  if (!(await moveFile(live.path, join(dirname(live.path), name)))) return null;
  await reopenCapture(at, source.service, source.log);
  return name;
}

async function removeOld(at: Toban, source: Source): Promise<string[]> {
  const closed = (await segmentsOf(at, source)).filter((segment) => !segment.live);
  const days = [...new Set(closed.map((segment) => segment.day))].toSorted().toReversed();
  const kept = new Set(days.slice(0, source.keep));
  const old = closed.filter((segment) => !kept.has(segment.day));
  for (const segment of old) await at.files.remove(segment.path);
  return old.map((segment) => segment.name);
}

/** Whether the time has come: a new day (or week) of the service has begun since the file's first line, or it is too large. */
export async function isDue(at: Toban, source: Source): Promise<boolean> {
  const found = await at.files.stat(source.path);
  if (!found || found.size_bytes === 0) return false;
  if (found.size_bytes >= LARGEST_BYTES) return true;
  const begun = await beginningOf(at, source);
  return begun !== null && periodOf(begun, source) < periodOf(at.clock.now(), source);
}

async function beginningOf(at: Toban, source: Source): Promise<number | null> {
  const head = (await at.files.readRange(source.path, 0, LONGEST_LINE_BYTES)).toString('utf8');
  return parseLine(head.slice(0, head.indexOf('\n') + 1 || undefined).trimEnd(), source.format).capturedAt;
}

async function endOf(at: Toban, { path, size_bytes }: Segment, source: Source): Promise<number | null> {
  const tail = (await at.files.readRange(path, Math.max(0, size_bytes - LONGEST_LINE_BYTES), size_bytes))
    .toString('utf8')
    .trimEnd();
  return parseLine(tail.slice(tail.lastIndexOf('\n') + 1), source.format).capturedAt;
}

/** The day, or the Monday of the week, in the service's zone. */
function periodOf(time: number, { rotate, format }: Source): string {
  const day = dayOf(time, format.zone);
  return rotate === 'daily' ? day : addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
}
