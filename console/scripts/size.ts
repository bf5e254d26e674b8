import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

interface Chunk {
  file: string;
  imports?: string[];
  dynamicImports?: string[];
}

/** What the overview loads before and while it shows: the entry, the page, its plot and one language. */
const firstView = ['index.html', 'src/i18n/ja.ts', 'src/pages/overview/overview.tsx', 'src/parts/plot-canvas.tsx'];
const budget = 220_000;

const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<string, Chunk>;

function withImports(key: string, found: Set<string>): Set<string> {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`${key} is not in the manifest; build the console first.`);
  if (found.has(key)) return found;
  found.add(key);
  for (const next of chunk.imports ?? []) withImports(next, found);
  return found;
}

const keys = new Set<string>();
for (const key of firstView) withImports(key, keys);
const sizes = [...keys].map((key) => gzipSync(readFileSync(new URL(manifest[key]?.file ?? '', dist))).length);
const total = sizes.reduce((sum, size) => sum + size, 0);
console.log(
  `first view: ${(total / 1_000).toFixed(1)} kB of JavaScript, gzipped, in ${keys.size} files (at most ${budget / 1_000} kB)`,
);
process.exitCode = total > budget ? 1 : 0;
