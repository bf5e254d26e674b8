import { Buffer } from 'node:buffer';
import { open, readdir, readFile, realpath, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf } from './atomic.ts';

export type FileStat = { size_bytes: number; modifiedAt: number };
export type FolderEntry = FileStat & { name: string; path: string; folder: boolean };

/** What `read` finds, or undefined when the path is not there. */
async function ifThere<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw thrown;
  }
}

export const readTextFile = (path: string): Promise<string | undefined> => ifThere(() => readFile(path, 'utf8'));

export const realPath = (path: string): Promise<string | undefined> => ifThere(() => realpath(path));

export const removeFile = (path: string): Promise<void> => rm(path, { force: true, recursive: true });

export async function statFile(path: string): Promise<FileStat | undefined> {
  const found = await ifThere(() => stat(path));
  return found && { size_bytes: found.size, modifiedAt: Math.round(found.mtimeMs) };
}

export async function listFolder(folder: string): Promise<FolderEntry[]> {
  const names = (await ifThere(() => readdir(folder))) ?? [];
  const entries = await Promise.all(names.toSorted().map((name) => entryOf(folder, name)));
  return entries.filter((entry) => entry !== undefined);
}

async function entryOf(folder: string, name: string): Promise<FolderEntry | undefined> {
  const path = join(folder, name);
  const found = await ifThere(() => stat(path));
  if (!found) return undefined;
  return { name, path, size_bytes: found.size, modifiedAt: Math.round(found.mtimeMs), folder: found.isDirectory() };
}

export async function freeBytes(path: string): Promise<number> {
  const found = await ifThere(() => statfs(path));
  if (!found) return freeBytes(dirname(path));
  return found.bavail * found.bsize;
}

export async function readRange(path: string, from: number, to: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const size = (await file.stat()).size;
    const wanted = Buffer.alloc(Math.max(0, Math.min(to, size) - from));
    let filled = 0;
    while (filled < wanted.length) {
      const { bytesRead } = await file.read(wanted, filled, wanted.length - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return wanted.subarray(0, filled);
  } finally {
    await file.close();
  }
}
