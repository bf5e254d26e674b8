import { Buffer } from 'node:buffer';
import type { Bytes } from './bytes.ts';

export type RawLine = { text: string; offset: number };

const CHUNK_BYTES = 256 * 1024;
const LONGEST_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * The lines before byte `end`, the newest first, a chunk at a time: the last page of a gigabyte costs no more than that
 * of a kilobyte. Between two chunks other work has its turn.
 */
export async function* linesBackwards(bytes: Bytes, end: number): AsyncIterable<RawLine[]> {
  let rest: Buffer = Buffer.alloc(0);
  for (let to = Math.min(end, bytes.size); to > 0;) {
    const from = Math.max(0, to - CHUNK_BYTES);
    const chunk = Buffer.concat([await bytes.read(from, to), rest]);
    const newline = from === 0 ? -1 : chunk.indexOf(NEWLINE);
    const whole = from === 0 || newline !== -1 || chunk.length > LONGEST_BYTES;
    rest = whole ? chunk.subarray(0, newline + 1) : chunk;
    if (whole) yield split(chunk, newline + 1, from);
    to = from;
  }
}

function split(chunk: Buffer, start: number, base: number): RawLine[] {
  const lines: RawLine[] = [];
  let end = chunk.length;
  if (chunk[end - 1] === NEWLINE) end--;
  while (end > start) {
    const before = chunk.lastIndexOf(NEWLINE, end - 1);
    const first = Math.max(before + 1, start);
    const text = textOf(chunk, first, end);
    if (text !== '') lines.push({ text, offset: base + first });
    end = first - 1;
  }
  return lines;
}

function textOf(chunk: Buffer, from: number, to: number): string {
  return chunk.toString('utf8', from, to > from && chunk[to - 1] === 0x0d ? to - 1 : to);
}
