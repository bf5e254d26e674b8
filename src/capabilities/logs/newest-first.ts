import type { Toban } from '#operations/context.ts';
import { linesBackwards, type RawLine } from './backwards.ts';
import { headOf, openBytes } from './bytes.ts';
import { type ParsedLine, parseLine } from './line.ts';
import { matches, mayMatch, type Wanted } from './matching.ts';
import { type Segment, segmentsOf, type Source } from './sources.ts';

/** A place within a log: before `offset` of the file that begins with `head`. */
export type Position = { head: string; offset: number };
export type Found = ParsedLine & { source: Source; position: Position };

/** What one chunk gave: the lines wanted, how far back in time it reached, and where to go on. */
export type Batch = { found: Found[]; reached: number; position: Position };

/** Lines of several threads stand slightly out of order, so a search goes on a little beyond its beginning. */
const DISORDER_MS = 10 * 60_000;
const MOST_CONTINUATIONS = 500;

/** The wanted lines of one log, the newest first, beginning at its end or before a position. */
export async function* newestFirst(at: Toban, source: Source, wanted: Wanted, before?: Position): AsyncIterable<Batch> {
  const segments = await segmentsOf(at, source);
  let skipping = before !== undefined;
  let reached = Number.POSITIVE_INFINITY;
  for (const segment of segments) {
    if (segment.size_bytes === 0) continue;
    const head = await headOf(at, segment);
    if (skipping && head !== before?.head) continue;
    const end = skipping ? before?.offset : undefined;
    skipping = false;
    // Nothing in a file is younger than its last change.
    if (wanted.since !== undefined && segment.modifiedAt < wanted.since - DISORDER_MS) return;
    for await (const batch of inSegment(at, source, segment, { head, end, wanted, reached })) {
      reached = batch.reached;
      yield batch;
      if (wanted.since !== undefined && reached < wanted.since - DISORDER_MS) return;
    }
  }
}

type Place = { head: string; end: number | undefined; wanted: Wanted; reached: number };

async function* inSegment(at: Toban, source: Source, segment: Segment, place: Place): AsyncIterable<Batch> {
  const { head, wanted } = place;
  const bytes = await openBytes(at, segment);
  const [possible, asked] = [mayMatch(wanted), matches(wanted)];
  let { reached } = place;
  // Lines without a time of their own belong to the next older one that has it, such as the lines of a stack.
  let orphans: Found[] = [];
  for await (const lines of linesBackwards(bytes, place.end ?? bytes.size)) {
    const found: Found[] = [];
    for (const line of lines) {
      if (!possible(line.text) && source.format.captured && !isMilestone(line, lines)) continue;
      const parsed = { ...parseLine(line.text, source.format), source, position: { head, offset: line.offset } };
      if (parsed.at === null && orphans.length < MOST_CONTINUATIONS) {
        orphans.push(parsed);
        continue;
      }
      const time = parsed.capturedAt ?? parsed.at;
      if (time !== null) reached = time;
      found.push(...orphans.map((orphan) => ({ ...orphan, at: parsed.at })), parsed);
      orphans = [];
    }
    const oldest = lines.at(-1)?.offset ?? 0;
    const position = { head, offset: (orphans[0]?.position.offset ?? oldest - 1) + 1 };
    yield { found: found.filter((line) => asked(line)), reached, position };
  }
  const left = orphans.filter((line) => asked(line));
  if (left.length > 0) yield { found: left, reached, position: { head, offset: 0 } };
}

/** The oldest line of a chunk is read in any case: it tells how far back the chunk reached. */
const isMilestone = (line: RawLine, lines: RawLine[]): boolean => line === lines.at(-1);
