import { Buffer } from 'node:buffer';
import { rename } from 'node:fs/promises';
import { codeOf } from '../files/atomic.ts';
import { startLineWriter } from '../files/line-writer.ts';
import type { LineWriter } from '../files/line-writer.ts';
import { removeFile, statFile } from '../files/read.ts';

/** One file that is renamed to `.1` when it has grown to `bytes`; `.1` to `.keep` remain, the older are removed. */
export type RotatingLog = {
  write: (line: string) => void;
  flush: () => Promise<void>;
  close: () => Promise<void>;
};

export function openRotatingLog(path: string, { bytes, keep }: { bytes: number; keep: number }): RotatingLog {
  const writer = startLineWriter(path);
  let size = 0;
  let turning: Promise<void> = statFile(path).then((found) => void (size += found?.size_bytes ?? 0));

  const write = (line: string): void => {
    writer.write(line);
    size += Buffer.byteLength(line) + 1;
    if (size < bytes) return;
    size = 0;
    // A rotation that failed is tried again after as many bytes; the lines themselves are not in danger.
    turning = turning.then(() => rotate(path, keep, writer)).catch(() => {});
  };
  return {
    write,
    flush: () => turning.then(() => writer.flush()),
    close: () => turning.then(() => writer.close()),
  };
}

async function rotate(path: string, keep: number, writer: LineWriter): Promise<void> {
  if (((await statFile(path))?.size_bytes ?? 0) > 0) await shift(path, keep);
  await writer.reopen();
}

/** From the oldest to the newest, so that a crash in between leaves a gap in the numbers and loses nothing. */
async function shift(path: string, keep: number): Promise<void> {
  await removeFile(`${path}.${keep}`);
  for (let number = keep - 1; number >= 1; number--) await renameIfThere(`${path}.${number}`, `${path}.${number + 1}`);
  await renameIfThere(path, `${path}.1`);
}

async function renameIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((thrown: unknown) => {
    if (codeOf(thrown) !== 'ENOENT') throw thrown;
  });
}
