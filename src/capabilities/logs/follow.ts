import type { Context } from '#operations/context.ts';
import { parseLine } from './line.ts';
import { matches, type Wanted } from './matching.ts';
import { describeLine, type LogLine } from './search.ts';
import { type Source, sourcesOf } from './sources.ts';

const LOOK_FOR_NEW_MS = 2000;
const MOST_WAITING = 5000;

type Asked = { service: string; log?: string | undefined };

/** How long each log is now, in bytes, by its path. */
export async function endsOf(context: Context, asked: Asked): Promise<Map<string, number>> {
  const sources = await sourcesOf(context, asked);
  const sizes = sources.map(async ({ path }) => [path, (await context.files.stat(path))?.size_bytes ?? 0] as const);
  return new Map(await Promise.all(sizes));
}

/** Lines after `ends` as they are written, over rotations, also of logs that come into being meanwhile. Ends with the context's signal. */
export async function* followLogs(
  context: Context,
  asked: Asked,
  wanted: Wanted,
  ends: ReadonlyMap<string, number>,
): AsyncIterable<LogLine> {
  const lines = new Waiting(context.signal);
  const followed = new Set<string>();
  const followNew = async (): Promise<void> => {
    for (const source of await sourcesOf(context, asked)) {
      if (followed.has(source.path)) continue;
      followed.add(source.path);
      void follow(context, source, ends.get(source.path) ?? 0, wanted, lines);
    }
  };
  await followNew();
  const timer = setInterval(() => void followNew().catch(() => {}), LOOK_FOR_NEW_MS);
  try {
    yield* lines.all();
  } finally {
    clearInterval(timer);
  }
}

async function follow(context: Context, source: Source, from: number, wanted: Wanted, lines: Waiting): Promise<void> {
  const asked = matches(wanted);
  try {
    for await (const raw of context.files.follow(source.path, from, context.signal)) {
      const line = parseLine(raw, source.format);
      if (raw !== '' && asked(line)) await lines.put(describeLine(context, line, source));
    }
  } catch (thrown) {
    context.log.warn('a log can no longer be followed', { service: source.service, log: source.log, error: thrown });
  }
}

/** Between the files and a reader who may be slower: whoever has too much waits. */
class Waiting {
  readonly #signal: AbortSignal;
  #lines: LogLine[] = [];
  #changed = Promise.withResolvers<void>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#tell(), { once: true });
  }

  async put(line: LogLine): Promise<void> {
    while (this.#lines.length >= MOST_WAITING && !this.#signal.aborted) await this.#changed.promise;
    this.#lines.push(line);
    this.#tell();
  }

  async *all(): AsyncIterable<LogLine> {
    while (!this.#signal.aborted) {
      const lines = this.#lines;
      this.#lines = [];
      this.#tell();
      yield* lines;
      if (this.#lines.length === 0 && !this.#signal.aborted) await this.#changed.promise;
    }
  }

  #tell(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers<void>();
    resolve();
  }
}
