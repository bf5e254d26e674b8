import { chmodSync, closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { OpsError } from '#platform/errors.ts';
import { bootId, processTicks } from '../commands/processes.ts';
import { codeOf, ensurePrivateFolder, writeAtomic } from './atomic.ts';
import { readTextFile, removeFile } from './read.ts';

/** Who holds a lock. `ticks` and `boot` tell the process from a later one that got the same pid. */
export type LockOwner = { pid: number; ticks: string; boot: string; since: number; alive: boolean };
export type DataLock = AsyncDisposable & { name: string; release(): Promise<void> };

const Owner = z.object({ pid: z.number().int(), ticks: z.string(), boot: z.string(), since: z.number() });

/** Keeps the open guards: one that is collected would let go of its lock. */
const guards = new Set<DatabaseSync>();

/**
 * Two walls. The guard is a lock of the kernel (an exclusive SQLite transaction), which no death can leave behind; it
 * also decides between two processes that find the same stale lock. The record names the owner by pid, start and
 * boot, and holds where the guard cannot be seen: across some network file systems.
 */
export async function takeLock(path: string, name: string): Promise<DataLock> {
  await ensurePrivateFolder(dirname(path));
  const guard = openGuard(`${path}.guard`);
  if (!guard) throw await refusal(path, name);
  try {
    const owner = await lockOwner(path);
    if (owner?.alive) throw await refusal(path, name);
    const pid = process.pid;
    const record = { pid, ticks: processTicks(pid) ?? '', boot: bootId(), since: Date.now() };
    await writeAtomic(path, `${JSON.stringify(record)}\n`);
  } catch (thrown) {
    closeGuard(guard);
    throw thrown;
  }
  return heldLock(path, name, guard);
}

export async function lockOwner(path: string): Promise<LockOwner | undefined> {
  const owner = ownerIn(await readTextFile(path));
  if (!owner) return undefined;
  const alive = owner.boot === bootId() && processTicks(owner.pid) === owner.ticks;
  return { ...owner, alive };
}

/** A record that cannot be read is no owner: the guard still keeps two processes apart. */
function ownerIn(text: string | undefined): z.infer<typeof Owner> | undefined {
  try {
    return Owner.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

function heldLock(path: string, name: string, guard: DatabaseSync): DataLock {
  const release = async (): Promise<void> => {
    if (!guards.has(guard)) return;
    await removeFile(path);
    closeGuard(guard);
  };
  return { name, release, [Symbol.asyncDispose]: release };
}

function openGuard(path: string): DatabaseSync | undefined {
  createGuard(path);
  const guard = new DatabaseSync(path);
  try {
    guard.exec('BEGIN EXCLUSIVE');
  } catch (thrown) {
    guard.close();
    if ((thrown as { errcode?: number }).errcode === 5) return undefined;
    throw thrown;
  }
  guards.add(guard);
  return guard;
}

/** An existing guard is never opened here: closing it would let go of this process's own POSIX lock. */
function createGuard(path: string): void {
  try {
    closeSync(openSync(path, 'ax', 0o600));
    chmodSync(path, 0o600);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  }
}

function closeGuard(guard: DatabaseSync): void {
  guards.delete(guard);
  guard.close();
}

async function refusal(path: string, name: string): Promise<OpsError> {
  const owner = await lockOwner(path);
  const by = owner ? `process ${owner.pid}` : 'another process';
  return new OpsError('store.locked', `The ${name} lock of ${dirname(path)} is held by ${by}.`, {
    kind: 'conflict',
    hint: owner
      ? `Use that process, or end it first: kill ${owner.pid}. A lock left by a dead process needs no removal.`
      : 'Try again in a moment.',
  });
}
