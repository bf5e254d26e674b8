import type { Files } from '#platform/files.ts';
import { z } from 'zod';

/** What the audit's newest row was at an instant, kept outside the store: who rewrites the store does not reach it. */
const Anchor = z.object({ seq: z.number().int().positive(), hash: z.string(), at: z.string() });
export type Anchor = z.infer<typeof Anchor>;

const FILE = 'audit-anchors.jsonl';
const CHUNK_BYTES = 1_000_000;

/** `unreadable` counts lines that are none, such as one that a crash cut off. */
export type Anchors = { anchors: Anchor[]; unreadable: number };

/** In the order of `seq`. */
export async function readAnchors(files: Files): Promise<Anchors> {
  const read: Anchors = { anchors: [], unreadable: 0 };
  const size = (await files.stat(FILE))?.size_bytes ?? 0;
  let rest = '';
  for (let from = 0; from < size; from += CHUNK_BYTES) {
    const lines = (
      rest + (await files.readRange(FILE, from, Math.min(from + CHUNK_BYTES, size))).toString('latin1')
    ).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) addAnchor(read, line);
  }
  addAnchor(read, rest);
  read.anchors.sort((a, b) => a.seq - b.seq);
  return read;
}

function addAnchor(read: Anchors, line: string): void {
  if (line === '') return;
  const anchor = parseAnchor(line);
  if (anchor) read.anchors.push(anchor);
  else read.unreadable++;
}

function parseAnchor(line: string): Anchor | undefined {
  try {
    return Anchor.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** The newest anchor, from the end of the file. */
export async function lastAnchor(files: Files): Promise<Anchor | undefined> {
  const size = (await files.stat(FILE))?.size_bytes ?? 0;
  const end = (await files.readRange(FILE, Math.max(0, size - 4096), size).catch(() => Buffer.alloc(0))).toString(
    'latin1',
  );
  return end
    .split('\n')
    .map(parseAnchor)
    .findLast((anchor) => anchor !== undefined);
}

/** On a line of its own even when a crash cut the line before. */
export async function appendAnchor(files: Files, anchor: Anchor): Promise<void> {
  const size = (await files.stat(FILE))?.size_bytes ?? 0;
  const whole = size === 0 || (await files.readRange(FILE, size - 1, size)).toString('latin1') === '\n';
  const writer = await files.append(FILE);
  writer.write(`${whole ? '' : '\n'}${JSON.stringify(anchor)}`);
  await writer.close();
}
