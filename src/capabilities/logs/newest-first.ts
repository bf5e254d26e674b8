import type { Toban } from '#operations/context.ts';
import { linesBackwards, type RawLine } from './backwards.ts';
import { headOf, openBytes } from './bytes.ts';
import { type ParsedLine, parseLine } from './line.ts';
import { matches, mayMatch, type Wanted } from './matching.ts';
import { mayReach, type Segment, segmentsOf, type Source } from './sources.ts';

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
  let skipping = before !== undefined && before.head !== '';
  let reached = Number.POSITIVE_INFINITY;
  for (const segment of segments) {
    if (segment.size_bytes === 0) continue;
    const head = await headOf(at, segment);
    if (skipping && head !== before?.head) continue;
    const end = skipping ? before?.offset : undefined;
    skipping = false;
    if (wanted.since !== undefined && !mayReach(segment, source, wanted.since - DISORDER_MS)) return;
    // Lines without any time are taken to be as old as the file's last change.
    reached = Math.min(reached, segment.modifiedAt);
    for await (const batch of inSegment(at, source, segment, { head, end, wanted, reached })) {
      reached = batch.reached;
      yield batch;
      if (wanted.since !== undefined && reached < wanted.since - DISORDER_MS) return;
    }
  }
}

type Place = { head: string; end: number | undefined; wanted: Wanted; reached: number };

async function* inSegment(
  at: Toban,
  source: Source,
  segment: Segment,
  { head, end, wanted, reached }: Place,
): AsyncIterable<Batch> {
  const bytes = await openBytes(at, segment);
  const reading = new Reading(source, head, wanted, { reached, offset: end ?? bytes.size });
  for await (const lines of linesBackwards(bytes, end ?? bytes.size)) yield reading.take(lines);
  yield reading.end();
}

/** Reads on from chunk to chunk of one file, towards its beginning. */
class Reading {
  readonly #source: Source;
  readonly #head: string;
  readonly #mayMatch: (raw: string) => boolean;
  readonly #matches: (line: ParsedLine) => boolean;
  /** Lines without a time of their own belong to the next older one that has it, as the lines of a stack do. */
  #orphans: Found[] = [];
  #reached: number;
  #offset: number;

  constructor(source: Source, head: string, wanted: Wanted, from: { reached: number; offset: number }) {
    this.#source = source;
    this.#head = head;
    this.#mayMatch = mayMatch(wanted, source.format);
    this.#matches = matches(wanted);
    this.#reached = from.reached;
    this.#offset = from.offset;
  }

  take(lines: RawLine[]): Batch {
    const found: Found[] = [];
    const oldest = lines.at(-1);
    for (const line of lines) {
      // The oldest of a chunk is read in any case: it tells how far back the chunk reached.
      const needed = this.#orphans.length > 0 || line === oldest || this.#mayMatch(line.text);
      if (needed) found.push(...this.#read(line));
      if (this.#orphans.length === 0) this.#offset = line.offset;
    }
    return this.#batch(found);
  }

  end(): Batch {
    const left = this.#orphans;
    this.#orphans = [];
    this.#offset = 0;
    return this.#batch(left);
  }

  #read(line: RawLine): Found[] {
    const position = { head: this.#head, offset: line.offset };
    const parsed = { ...parseLine(line.text, this.#source.format), source: this.#source, position };
    if (parsed.at === null && this.#orphans.length < MOST_CONTINUATIONS) {
      this.#orphans.push(parsed);
      return [];
    }
    this.#reached = parsed.capturedAt ?? parsed.at ?? this.#reached;
    const adopted = this.#orphans.map((orphan) => ({ ...orphan, at: parsed.at }));
    this.#orphans = [];
    return [...adopted, parsed];
  }

  #batch(found: Found[]): Batch {
    const position = { head: this.#head, offset: this.#offset };
    return { found: found.filter((line) => this.#matches(line)), reached: this.#reached, position };
  }
}
