import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { OpsError } from '#platform/errors.ts';
import { codeOf, ensurePrivateFolder } from './atomic.ts';

/** Appends lines to one file without ever making the caller wait. */
export type LineWriter = {
  path: string;
  /** Takes the line into a buffer of 4 MB. When that is full the line is dropped; a mark in its place tells how many. */
  write(line: string): void;
  /** Resolves when all lines taken so far are in the file; rejects with `files.write-failed` when they are not. */
  flush(): Promise<void>;
  /** Writes what is waiting, then opens the path anew: call it after the file was renamed away. */
  reopen(): Promise<void>;
  close(): Promise<void>;
};

const BUFFER_BYTES = 4 * 1024 * 1024;
const RETRY_MS = 500;

export async function openLineWriter(path: string): Promise<LineWriter> {
  return new BufferedLines(path, await openForAppend(path));
}

/** The same for a caller that cannot wait: lines are kept until the file is open. */
export const startLineWriter = (path: string): LineWriter => new BufferedLines(path, undefined);

async function openForAppend(path: string): Promise<FileHandle> {
  await ensurePrivateFolder(dirname(path));
  try {
    const created = await open(path, 'ax', 0o600);
    await created.chmod(0o600);
    return created;
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
    return open(path, 'a');
  }
}

class BufferedLines implements LineWriter {
  readonly path: string;
  #file: FileHandle | undefined;
  #waiting: string[] = [];
  #waitingBytes = 0;
  #unwritten: Buffer = Buffer.alloc(0);
  #dropped = 0;
  #closed = false;
  #isWriting = false;
  /** One after another: flushes, reopenings and the writing in the background. */
  #turn: Promise<void> = Promise.resolve();

  constructor(path: string, file: FileHandle | undefined) {
    this.path = path;
    this.#file = file;
  }

  write(line: string): void {
    const text = `${line}\n`;
    const bytes = Buffer.byteLength(text);
    if (this.#closed || this.#unwritten.length + this.#waitingBytes + bytes > BUFFER_BYTES) {
      this.#dropped++;
      return;
    }
    this.#markDropped();
    this.#waiting.push(text);
    this.#waitingBytes += bytes;
    if (!this.#isWriting) void this.#writeInBackground();
  }

  flush(): Promise<void> {
    return this.#inTurn(() => this.#drain());
  }

  reopen(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#drain();
      const former = this.#file;
      this.#file = await openForAppend(this.path);
      await former?.close();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#inTurn(async () => {
      try {
        await this.#drain();
      } finally {
        await this.#file?.close();
        this.#file = undefined;
      }
    });
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** A full disk is tried again until there is room: meanwhile lines wait, then are dropped and counted. */
  async #writeInBackground(): Promise<void> {
    this.#isWriting = true;
    while (!this.#closed && this.#waiting.length + this.#unwritten.length > 0) {
      const written = await this.flush().then(
        () => true,
        () => false,
      );
      if (!written) await pause(RETRY_MS, undefined, { ref: false });
    }
    this.#isWriting = false;
  }

  async #drain(): Promise<void> {
    try {
      this.#file ??= await openForAppend(this.path);
      do {
        this.#markDropped();
        await this.#writeWaiting(this.#file);
      } while (this.#waiting.length > 0);
    } catch (thrown) {
      throw new OpsError('files.write-failed', `Lines could not be written to ${this.path}.`, { cause: thrown });
    }
  }

  /** A write may take only a part of the bytes, so what is left over is remembered. */
  async #writeWaiting(file: FileHandle): Promise<void> {
    if (this.#unwritten.length === 0) {
      this.#unwritten = Buffer.from(this.#waiting.join(''));
      this.#waiting = [];
      this.#waitingBytes = 0;
    }
    while (this.#unwritten.length > 0) {
      const { bytesWritten } = await file.write(this.#unwritten);
      this.#unwritten = this.#unwritten.subarray(bytesWritten);
    }
  }

  #markDropped(): void {
    if (this.#dropped === 0) return;
    this.#waiting.push(`… ${this.#dropped} lines dropped\n`);
    this.#dropped = 0;
  }
}
