import { Buffer } from 'node:buffer';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './atomic.ts';

const POLL_MS = 150;
const CHUNK_BYTES = 64 * 1024;
const LINE_BYTES = 1024 * 1024;
/** How much of what was read last is compared, to notice a file that was emptied and has grown past our place. */
const FINGERPRINT_BYTES = 64;
/** A writer may go on in the renamed file for a moment: it is left only after so many reads without a line. */
const QUIET_READS = 3;
const NEWLINE = 0x0a;

/**
 * Lines appended to `path` after `fromByte`, by asking again and again: no notification works on every file system.
 * A file renamed away is read to its end before its successor is begun; a file that was emptied is read from its start.
 * A line without its newline is given out when its file is finished.
 */
export async function* followLines(path: string, fromByte: number, signal: AbortSignal): AsyncIterable<string> {
  const tail = new Tail(path, fromByte);
  try {
    while (!signal.aborted) {
      const lines = await tail.read();
      yield* lines;
      if (lines.length === 0 && !tail.more) await pause(POLL_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    await tail.close();
  }
}

class Tail {
  readonly #path: string;
  #file: FileHandle | undefined;
  #position: number;
  #partial: Buffer = Buffer.alloc(0);
  #last: Buffer = Buffer.alloc(0);
  #quietReads = 0;
  /** Whether another read is worthwhile at once. */
  more = false;

  constructor(path: string, fromByte: number) {
    this.#path = path;
    this.#position = fromByte;
  }

  async read(): Promise<string[]> {
    this.more = false;
    this.#file ??= await this.#open();
    if (!this.#file) return [];
    if (await this.#wasEmptied(this.#file)) return this.#startAgain();
    const replaced = await this.#wasReplaced(this.#file);
    const lines = await this.#readOn(this.#file);
    this.#quietReads = replaced && lines.length === 0 ? this.#quietReads + 1 : 0;
    if (this.#quietReads < QUIET_READS) return lines;
    await this.close();
    return this.#startAgain();
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  async #open(): Promise<FileHandle | undefined> {
    try {
      return await open(this.#path, 'r');
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return undefined;
      throw thrown;
    }
  }

  #startAgain(): string[] {
    const rest = this.#partial.length === 0 ? [] : [textOf(this.#partial)];
    this.#position = this.#quietReads = 0;
    this.#partial = this.#last = Buffer.alloc(0);
    this.more = true;
    return rest;
  }

  async #wasReplaced(file: FileHandle): Promise<boolean> {
    try {
      const [mine, present] = await Promise.all([file.stat({ bigint: true }), stat(this.#path, { bigint: true })]);
      return mine.ino !== present.ino || mine.dev !== present.dev;
    } catch (thrown) {
      if (codeOf(thrown) === 'ENOENT') return false;
      throw thrown;
    }
  }

  async #wasEmptied(file: FileHandle): Promise<boolean> {
    const { size } = await file.stat();
    if (size < this.#position) return true;
    if (size === this.#position || this.#last.length === 0) return false;
    const present = Buffer.alloc(this.#last.length);
    await file.read(present, 0, present.length, this.#position - present.length);
    return !present.equals(this.#last);
  }

  async #readOn(file: FileHandle): Promise<string[]> {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, this.#position);
    if (bytesRead === 0) return [];
    const bytes = chunk.subarray(0, bytesRead);
    this.more = bytesRead === CHUNK_BYTES;
    this.#position += bytesRead;
    this.#last = Buffer.concat([this.#last, bytes]).subarray(-FINGERPRINT_BYTES);
    return this.#split(bytes);
  }

  #split(bytes: Buffer): string[] {
    const all = Buffer.concat([this.#partial, bytes]);
    const lines: string[] = [];
    let start = 0;
    for (let end = all.indexOf(NEWLINE); end !== -1; end = all.indexOf(NEWLINE, start)) {
      lines.push(textOf(all.subarray(start, end)));
      start = end + 1;
    }
    const rest = all.subarray(start);
    if (rest.length >= LINE_BYTES) lines.push(textOf(rest));
    this.#partial = rest.length >= LINE_BYTES ? Buffer.alloc(0) : Buffer.from(rest);
    return lines;
  }
}

function textOf(line: Buffer): string {
  return line.toString('utf8', 0, line.at(-1) === 0x0d ? line.length - 1 : line.length);
}
