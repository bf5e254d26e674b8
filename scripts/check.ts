/** `npm run check`: everything that a reviewer would look at before reading. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { staleDocuments } from './generate.ts';
import { brokenLayers } from './layers.ts';

const root = join(import.meta.dirname, '..');

const command =
  (...argv: string[]) =>
  async () =>
    spawnSync(join(root, 'node_modules', '.bin', argv[0] as string), argv.slice(1), { cwd: root, stdio: 'inherit' })
      .status === 0;

const none = (find: () => Promise<string[]>) => async () => {
  const found = await find();
  for (const line of found) process.stdout.write(`  ${line}\n`);
  return found.length === 0;
};

const CHECKS: [string, () => Promise<boolean>][] = [
  ['types', command('tsc', '-p', '.')],
  ['types of the console', command('tsc', '-p', 'console')],
  ['lint', command('oxlint', '--type-aware', '--quiet')],
  ['format', command('oxfmt', '--check', '.')],
  ['layers', none(brokenLayers)],
  ['generated documents are fresh (npm run generate)', none(staleDocuments)],
];

let failed = 0;
for (const [name, check] of CHECKS) {
  const passed = await check();
  process.stdout.write(`${styleText(passed ? 'green' : 'red', passed ? '✔' : '✖')} ${name}\n`);
  if (!passed) failed++;
}
process.exit(failed === 0 ? 0 : 1);
