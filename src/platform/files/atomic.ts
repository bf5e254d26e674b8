import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, stat, chmod, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Creates what is missing, each folder 0700 whatever the umask; folders that exist keep their mode. */
export async function ensurePrivateFolder(folder: string): Promise<void> {
  if (await exists(folder)) return;
  await ensurePrivateFolder(dirname(folder));
  try {
    await mkdir(folder, { mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
  }
}

/**
 * Writes beside, syncs, renames, then syncs the folder: a crash at any step leaves the old content or the new, and
 * a failed sync is an error before the old content is touched.
 */
export async function writeAtomic(path: string, data: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  await ensurePrivateFolder(folder);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeSynced(temporary, data);
    await rename(temporary, path);
  } catch (thrown) {
    await unlink(temporary).catch(ignoreMissing);
    throw thrown;
  }
  await syncFolder(folder);
}

async function writeSynced(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the names in a folder durable. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export const codeOf = (thrown: unknown): string | undefined => (thrown as NodeJS.ErrnoException | undefined)?.code;

function ignoreMissing(thrown: unknown): void {
  if (codeOf(thrown) !== 'ENOENT') throw thrown;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}
