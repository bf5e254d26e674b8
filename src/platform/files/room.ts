import { randomBytes } from 'node:crypto';
import { codeOf, writeAtomic } from './atomic.ts';
import { removeFile, statFile } from './read.ts';

const ROOM_BYTES = 1_000_000;

const isFull = (thrown: unknown): boolean => codeOf(thrown) === 'ENOSPC' || codeOf(thrown) === 'EDQUOT';

/** A file that only takes up room, of bytes that no file system can make smaller. */
export async function keepRoom(room: string): Promise<void> {
  if (await statFile(room)) return;
  await writeAtomic(room, randomBytes(ROOM_BYTES)).catch((thrown: unknown) => {
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
