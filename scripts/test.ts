/** `npm test`: every test of the project, or those in the folders and files named. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildConsole } from './console-build.ts';

const root = join(import.meta.dirname, '..');
const everything = [
  'src/**/*.test.ts',
  'sandbox/**/*.test.ts',
  'services/**/*.test.ts',
  'test/**/*.test.ts',
  'console/{src,test}/**/*.test.ts',
];
const named = process.argv.slice(2);

if (named.length === 0 || named.some((path) => /console|end-to-end/.test(path))) await buildConsole();
const argv = [
  '--disable-warning=ExperimentalWarning',
  '--test',
  '--test-concurrency=2',
  ...(named.length > 0 ? named : everything),
];
const { status } = spawnSync(process.execPath, argv, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, LANG: 'C.UTF-8' },
});
process.exit(status ?? 1);
