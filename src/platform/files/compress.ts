import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, stat, unlink, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { OpsError } from '#platform/errors.ts';
import { codeOf, syncFolder } from './atomic.ts';

/**
 * Puts `path.gz` in the place of `path`, keeping its time. The copy is read back and compared before the original goes,
 * so a crash at any step leaves one whole copy at least. Throws `files.copy-differs`.
 */
export async function compressFile(path: string): Promise<string> {
  const target = `${path}.gz`;
  await compressTo(path, target);
  await unlink(path);
  return target;
}

/**
 * Writes the content of `path` compressed to `target`, durable and 0600, reads it back and compares. What is compressed
 * already (`.gz`) is copied as it is. Answers the SHA-256 of what it holds. Throws `files.copy-differs`.
 */
export async function compressTo(path: string, target: string): Promise<string> {
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const compressed = path.endsWith('.gz');
  try {
    const before = await stat(path);
    const copy = createWriteStream(temporary, { flags: 'wx', mode: 0o600 });
    if (compressed) await pipeline(createReadStream(path), copy);
    else await pipeline(createReadStream(path), createGzip(), copy);
    await syncFile(temporary);
    const [original, copied] = await Promise.all([digestOf(path, compressed), digestOf(temporary, true)]);
    if (original !== copied)
      throw new OpsError(
        'files.copy-differs',
        `The compressed copy of ${path} differs from it; the file stays as it is.`,
      );
    await utimes(temporary, before.atime, before.mtime);
    await rename(temporary, target);
    await syncFolder(dirname(target));
    return copied;
  } catch (thrown) {
    await unlink(temporary).catch(ignoreMissing);
    throw thrown;
  }
}

/** SHA-256 of the content, in hexadecimal; of a compressed file, that of what it holds when `compressed`. */
export async function digestOf(path: string, compressed = false): Promise<string> {
  const hash = createHash('sha256');
  const content = createReadStream(path);
  if (compressed) await pipeline(content, createGunzip(), hash);
  else await pipeline(content, hash);
  return hash.digest('hex');
}

/** Renames within one file system, durably; the target must not exist. Answers false when there was nothing at `from`. */
export async function moveFile(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
  await syncFolder(dirname(to));
  return true;
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function ignoreMissing(thrown: unknown): void {
  if (codeOf(thrown) !== 'ENOENT') throw thrown;
}
