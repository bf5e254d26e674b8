import { execFile } from 'node:child_process';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file system of its own that a test may fill. */
export type SmallDisk = AsyncDisposable & { path: string; fill(): Promise<void>; free(): Promise<void> };

/** Undefined where this user may not mount; `MOUNT` is what is needed then. */
export async function openSmallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const path = await mkdtemp(join(tmpdir(), 'toban-small-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'toban-small', path]);
  } catch {
    await rm(path, { recursive: true });
    return undefined;
  }
  const filler = join(path, 'filler');
  return {
    path,
    fill: () => fillUp(filler),
    free: () => rm(filler, { force: true }),
    [Symbol.asyncDispose]: async () => {
      await run('umount', ['-l', path]);
      await rm(path, { recursive: true });
    },
  };
}

export const MOUNT = 'mount -t tmpfs -o size=12m toban-small FOLDER';

/** To the last byte. */
async function fillUp(path: string): Promise<void> {
  const file = await open(path, 'a');
  try {
    for (const block of [65_536, 4096, 1]) {
      for (;;) {
        const { bytesWritten } = await file.write(Buffer.alloc(block)).catch((thrown: NodeJS.ErrnoException) => {
          if (thrown.code !== 'ENOSPC') throw thrown;
          return { bytesWritten: 0 };
        });
        if (bytesWritten < block) break;
      }
    }
  } finally {
    await file.close();
  }
  const { bavail } = await statfs(path);
  if (bavail > 0) throw new Error(`${bavail} blocks are still free`);
}
