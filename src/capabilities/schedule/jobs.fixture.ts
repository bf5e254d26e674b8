import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock } from '#platform/clock.ts';
import type { Job } from '#manual/jobs.ts';
import { command } from '#manual/process.ts';
import { defineService } from '#manual/service.ts';
import { access } from '#capabilities/access/index.ts';
import type { z } from 'zod';
import { schedule } from './index.ts';

export const capabilities = [access, schedule];
export const text = { en: 'Title', ja: '題' };

/** A folder with small programs, by name, as a service's own. */
export async function programs(
  files: Record<string, string>,
): Promise<AsyncDisposable & { folder: string; path(name: string): string }> {
  const folder = await mkdtemp(join(tmpdir(), 'toban-jobs-'));
  for (const [name, source] of Object.entries(files)) await writeFile(join(folder, name), source);
  return {
    folder,
    path: (name) => join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

export const job = (name: string, argv: string[], more: Partial<z.input<typeof Job>> = {}): z.input<typeof Job> => ({
  name,
  title: text,
  run: command(...argv),
  ...more,
});

export const service = (folder: string, jobs: z.input<typeof Job>[], zone = 'Asia/Tokyo') =>
  defineService({ id: 'demo', title: text, folder, zone, stopGrace: '1s', jobs });

/** Waits for what happens elsewhere, in real time. */
export async function until<T>(ask: () => Promise<T | undefined | false>, limitMs = 10_000): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A clock that goes by itself and can be set, as a machine's can: whoever sleeps does not notice. */
export function settableClock(start: string): Clock & { set(at: string): void } {
  let ahead = Date.parse(start) - systemClock.now();
  return {
    now: () => systemClock.now() + ahead,
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    set: (at) => {
      ahead = Date.parse(at) - systemClock.now();
    },
  };
}
