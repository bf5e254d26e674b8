/** `npm run generate`: the documents that come from the code, so that they cannot drift from it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { coverageDocument } from './documents/coverage.ts';
import { referenceDocuments } from './documents/reference.ts';

const root = join(import.meta.dirname, '..');

async function documents(): Promise<Map<string, string>> {
  return new Map([...referenceDocuments(), ['docs/coverage.md', await coverageDocument(root)]]);
}

/** The documents that are not what the code would make of them now. */
export async function staleDocuments(): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, text] of await documents()) {
    if ((await readFile(join(root, path), 'utf8').catch(() => '')) !== text) stale.push(`${path} is stale`);
  }
  return stale;
}

if (import.meta.main) {
  for (const [path, text] of await documents()) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
    process.stdout.write(`${relative(process.cwd(), join(root, path))}\n`);
  }
}
