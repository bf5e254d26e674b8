import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'console', 'dist', '.built-from');

/** Builds the console unless what is built was made from the same files. */
export async function buildConsole(): Promise<void> {
  const fingerprint = await fingerprintOf([
    'console/{src,public}/**/*',
    'console/{index.html,vite.config.ts,package.json}',
    'src/surfaces/http/contract.ts',
  ]);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === fingerprint) return;
  process.stderr.write('Building the console…\n');
  await promisify(execFile)('npm', ['run', 'build', '-w', '@toban/console', '--silent'], { cwd: root });
  await writeFile(stamp, fingerprint);
}

async function fingerprintOf(patterns: string[]): Promise<string> {
  const hash = createHash('sha256');
  const files = await Array.fromAsync(glob(patterns, { cwd: root, withFileTypes: true }));
  for (const path of files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .toSorted()) {
    hash.update(path.slice(root.length)).update(await readFile(path));
  }
  return hash.digest('hex');
}

if (import.meta.main) await buildConsole();
