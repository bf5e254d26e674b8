import { Buffer } from 'node:buffer';
import { z } from 'zod';
import { rfc3339OrNull } from '#platform/clock.ts';
import { OpsError } from '#platform/errors.ts';
import type { Toban } from '#operations/context.ts';
import { inert } from './inert.ts';
import type { Level } from './level.ts';
import type { ParsedLine } from './line.ts';
import type { Wanted } from './matching.ts';
import { type Batch, type Found, newestFirst, type Position } from './newest-first.ts';
import type { Source } from './sources.ts';

/** A line as it is answered: nothing in it can act on a terminal or a page. */
export type LogLine = {
  at: string | null;
  level: Level | null;
  service: string;
  log: string;
  text: string;
  run?: string;
};

export function describeLine(at: Toban, line: ParsedLine, { service, log }: Pick<Source, 'service' | 'log'>): LogLine {
  const text = inert(at.secrets.redact(line.text));
  return {
    at: rfc3339OrNull(line.at),
    level: line.level,
    service,
    log,
    text,
    ...(line.run !== undefined && { run: line.run }),
  };
}

/** What is wanted of each log, for a day means another span in another zone. */
export type Search = {
  sources: Source[];
  wantedOf(source: Source): Wanted;
  limit: number;
  cursor?: string | undefined;
  signal: AbortSignal;
};

/** One page of lines out of several logs, the newest first, and the cursor of the page after it. */
export async function searchLogs(
  at: Toban,
  { sources, wantedOf, limit, cursor, signal }: Search,
): Promise<{ items: LogLine[]; next?: string }> {
  const places = cursor === undefined ? undefined : readCursor(cursor);
  const readers = sources
    .filter((source) => places === undefined || places[keyOf(source)] !== undefined)
    .map((source) => new Reader(source, newestFirst(at, source, wantedOf(source), places?.[keyOf(source)])));
  const items: LogLine[] = [];
  for (;;) {
    signal.throwIfAborted();
    const reader = latest(readers);
    if (!reader) return { items };
    if (items.length === limit) return { items, next: writeCursor(readers) };
    const line = reader.shift();
    if (line) items.push(describeLine(at, line, reader.source));
    else await reader.advance();
  }
}

/** The one whose next line, or whatever it has not read yet, is the youngest. */
function latest(readers: Reader[]): Reader | undefined {
  let best: Reader | undefined;
  for (const reader of readers) if (!reader.ended && (!best || reader.time > best.time)) best = reader;
  return best;
}

class Reader {
  readonly source: Source;
  readonly #batches: AsyncIterator<Batch>;
  #found: Found[] = [];
  #reached = Number.POSITIVE_INFINITY;
  #frontier: Position | undefined;
  #done = false;
  /** Everything from here on backwards has not been given out yet. */
  position: Position | undefined;

  constructor(source: Source, batches: AsyncIterable<Batch>) {
    this.source = source;
    this.#batches = batches[Symbol.asyncIterator]();
  }

  get ended(): boolean {
    return this.#done && this.#found.length === 0;
  }

  get time(): number {
    return this.#found[0]?.at ?? this.#reached;
  }

  shift(): Found | undefined {
    const line = this.#found.shift();
    if (line) this.position = this.#found.length > 0 ? line.position : (this.#frontier ?? line.position);
    return line;
  }

  async advance(): Promise<void> {
    const { value, done } = await this.#batches.next();
    if (done) {
      this.#done = true;
      return;
    }
    this.#found = value.found;
    this.#reached = value.reached;
    this.#frontier = value.position;
    if (value.found.length === 0) this.position = value.position;
  }
}

const keyOf = ({ service, log }: Source): string => `${service}/${log}`;

const Places = z.record(z.string(), z.tuple([z.string(), z.number().int().min(0)]));

/** A log from which nothing was read yet has no place; its lines are older than all that were given out. */
const UNREAD: Position = { head: '', offset: Number.MAX_SAFE_INTEGER };

function writeCursor(readers: Reader[]): string {
  const places = readers
    .filter((reader) => !reader.ended)
    .map((reader) => [keyOf(reader.source), reader.position ?? UNREAD] as const)
    .map(([key, { head, offset }]) => [key, [head, offset]]);
  return Buffer.from(JSON.stringify(Object.fromEntries(places))).toString('base64url');
}

function readCursor(cursor: string): Record<string, Position> {
  try {
    const places = Places.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return Object.fromEntries(Object.entries(places).map(([key, [head, offset]]) => [key, { head, offset }]));
  } catch (cause) {
    throw new OpsError('logs.bad-cursor', 'The cursor is none that this query gave.', {
      kind: 'usage',
      cause,
      hint: 'Ask again without a cursor.',
    });
  }
}
