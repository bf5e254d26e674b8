/** How long one waits for Toban, and what it holds while it idles. */
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openProgram } from '../test/support/program.ts';
import { type Figure, median } from './figures.ts';

const RUNS = 7;
const LAUNCHER = join(import.meta.dirname, '..', 'toban');

export async function measureStart(): Promise<Figure[]> {
  spawnSync(LAUNCHER, ['--help']);
  const help = Array.from({ length: RUNS }, () => timed(() => void spawnSync(LAUNCHER, ['--help'])));
  await using toban = await openProgram();
  await toban.start();
  await toban.stop();
  const ready: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const before = performance.now();
    await toban.start();
    ready.push(performance.now() - before);
    if (run < RUNS - 1) await toban.stop();
  }
  await sleep(10_000);
  return [
    { name: './toban --help', value: median(help), unit: 'ms', target: '≤500' },
    { name: 'ready, with an existing store', value: median(ready), unit: 'ms', target: '≤3000' },
    { name: 'resident memory, idle', value: await residentMb(toban.pid()), unit: 'MB', target: '≤200' },
  ];
}

function timed(act: () => void): number {
  const before = performance.now();
  act();
  return performance.now() - before;
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
