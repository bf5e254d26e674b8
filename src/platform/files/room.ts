import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { codeOf, writeAtomic } from './atomic.ts';
import { freeBytes, removeFile, statFile } from './read.ts';

/** The second, where the disk is nearly full. */
const SIZES_BYTES = [1_000_000, 100_000];
/** With less than this the store's files cannot even be opened. */
const LEAST_BYTES = 200_000;

const isFull = (thrown: unknown): boolean => codeOf(thrown) === 'ENOSPC' || codeOf(thrown) === 'EDQUOT';

/** A file that only takes up room, of bytes that no file system can make smaller. Others shall have as much. */
export async function keepRoom(room: string): Promise<void> {
  const kept = (await statFile(room))?.size_bytes ?? 0;
  const free = await freeBytes(dirname(room));
  const size = SIZES_BYTES.find((bytes) => free >= 2 * bytes) ?? 0;
  if (size <= kept) return;
  await writeAtomic(room, randomBytes(size)).catch((thrown: unknown) => {
    if (!isFull(thrown)) throw thrown;
  });
}

/** When the disk is full, the room is given up for this. */
export async function writeUrgent(path: string, data: string | Uint8Array, room: string): Promise<void> {
  try {
    await writeAtomic(path, data);
  } catch (thrown) {
    if (!isFull(thrown)) throw thrown;
    await removeFile(room);
    await writeAtomic(path, data);
  }
}

/** When the disk is full, the room is given up so that one can start, look and stop. */
export async function giveUpRoom(room: string): Promise<void> {
  if ((await freeBytes(dirname(room))) < LEAST_BYTES) await removeFile(room);
}
