import { chmodSync, mkdirSync } from 'node:fs';
import type { Buffer } from 'node:buffer';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { OpsError } from '#platform/errors.ts';
import { ensurePrivateFolder, writeAtomic } from './files/atomic.ts';
import { lockOwner, takeLock } from './files/data-lock.ts';
import type { DataLock, LockOwner } from './files/data-lock.ts';
import { followLines } from './files/follow.ts';
import { openLineWriter } from './files/line-writer.ts';
import type { LineWriter } from './files/line-writer.ts';
import { giveUpRoom, keepRoom, writeUrgent } from './files/room.ts';
import { freeBytes, listFolder, readRange, readTextFile, realPath, removeFile, statFile } from './files/read.ts';
import type { FileStat, FolderEntry } from './files/read.ts';

export type { DataLock, FileStat, FolderEntry, LineWriter, LockOwner };

/**
 * Files. A relative path is meant inside the data folder; an absolute one is taken as it is, for a service's own files
 * belong where the service wants them. What is created is 0600 and 0700 under any umask.
 */
export type Files = {
  /** The data folder, absolute. */
  root: string;
  /** A path inside the data folder; throws `files.outside` for one that would leave it. */
  path(...parts: string[]): string;
  ensureFolder(path: string): Promise<void>;
  /** The old content or the new, never a mix, and durable once it resolves. */
  writeAtomic(path: string, data: string | Uint8Array): Promise<void>;
  /** As `writeAtomic`, and on a full disk too: into the room that is kept for it. */
  writeUrgent(path: string, data: string | Uint8Array): Promise<void>;
  /** Keeps that room, where it is not kept yet and the disk has it. */
  keepRoom(): Promise<void>;
  /** Gives it up where the disk is full, so that the store can be opened. */
  giveUpRoom(): Promise<void>;
  readText(path: string): Promise<string | undefined>;
  /** Removes a file, or a folder with what it holds; nothing there is fine. */
  remove(path: string): Promise<void>;
  /** Sorted by name; a folder that is not there is empty. */
  list(folder: string): Promise<FolderEntry[]>;
  stat(path: string): Promise<FileStat | undefined>;
  /** Where a path leads once every link in it is followed; undefined when nothing is there. */
  real(path: string): Promise<string | undefined>;
  /** Bytes that an unprivileged writer may still use on the file system of `path`. */
  free(path: string): Promise<number>;
  append(path: string): Promise<LineWriter>;
  /** Bytes from `from` up to, not including, `to`; fewer when the file ends earlier. */
  readRange(path: string, from: number, to: number): Promise<Buffer>;
  /** Each line appended after `fromByte`; survives rotation and truncation; ends when the signal is aborted. */
  follow(path: string, fromByte: number, signal: AbortSignal): AsyncIterable<string>;
  /** Throws `store.locked` with the owner's pid while another live process (or this one) holds it. */
  lock(name: string): Promise<DataLock>;
  ownerOf(name: string): Promise<LockOwner | undefined>;
};

const ROOM = 'reserved';

export function openFiles(folder: string): Files {
  const root = resolve(folder);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  chmodSync(root, 0o700);
  const inside = (...parts: string[]): string => pathInside(root, parts);
  const at = (path: string): string => (isAbsolute(path) ? path : inside(path));
  return {
    root,
    path: inside,
    ensureFolder: async (path) => ensurePrivateFolder(at(path)),
    writeAtomic: async (path, data) => writeAtomic(at(path), data),
    writeUrgent: async (path, data) => writeUrgent(at(path), data, inside(ROOM)),
    keepRoom: async () => keepRoom(inside(ROOM)),
    giveUpRoom: async () => giveUpRoom(inside(ROOM)),
    readText: async (path) => readTextFile(at(path)),
    remove: async (path) => removeFile(notAbove(root, at(path))),
    list: async (path) => listFolder(at(path)),
    stat: async (path) => statFile(at(path)),
    real: async (path) => realPath(at(path)),
    free: async (path) => freeBytes(at(path)),
    append: async (path) => openLineWriter(at(path)),
    readRange: async (path, from, to) => readRange(at(path), from, to),
    follow: (path, fromByte, signal) => followLines(at(path), fromByte, signal),
    lock: async (name) => takeLock(inside(`${name}.lock`), name),
    ownerOf: async (name) => lockOwner(inside(`${name}.lock`)),
  };
}

function pathInside(root: string, parts: string[]): string {
  const path = resolve(root, parts.join(sep));
  const leaves = relative(root, path).split(sep)[0] === '..';
  if (leaves || parts.some((part) => part.includes('\0') || isAbsolute(part))) {
    throw new OpsError('files.outside', `The path ${JSON.stringify(parts.join('/'))} leaves the data folder.`, {
      kind: 'usage',
      hint: 'Name a path inside the data folder, without ".." and without a leading "/".',
    });
  }
  return path;
}

function notAbove(root: string, path: string): string {
  const below = relative(path, root).split(sep)[0];
  if (below !== '..') throw new OpsError('files.protected', `${path} holds the data folder; it is not removed.`);
  return path;
}
