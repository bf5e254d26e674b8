import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processTicks } from '#platform/commands/processes.ts';
import type { Installation } from '#manual/manuals.ts';
import { command } from '#manual/process.ts';
import { jsonLog } from '#manual/logs.ts';
import { access } from '#capabilities/access/index.ts';
import { logs } from '#capabilities/logs/index.ts';
import { service } from './index.ts';

/** What is needed to supervise. */
export const capabilities = [access, logs, service];

/** A manual over a small program of the test's own, in a folder of the test's own. */
export async function program(
  folder: string,
  code: string,
  more: object = {},
): Promise<Installation['services'][number]> {
  await writeFile(join(folder, 'main.mjs'), code);
  return manualIn(folder, more);
}

export const manualIn = (folder: string, more: object = {}): Installation['services'][number] => ({
  id: 'bot',
  title: { en: 'Bot', ja: 'ボット' },
  folder,
  process: command('node', 'main.mjs'),
  logs: [jsonLog('bot')],
  stopGrace: '500ms',
  ...more,
});

/** Answers its health on PORT, names its pid in `pids`, and has a child that ignores SIGTERM. */
export const SERVER = `
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { appendFileSync } from 'node:fs';
const child = spawn(process.execPath, ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"], { stdio: 'ignore' });
appendFileSync('pids', process.pid + ' ' + child.pid + '\\n');
console.log(JSON.stringify({ level: 30, msg: 'started with ' + process.env.BOT_KEY + ' for ' + process.env.TOBAN_SERVICE }));
createServer((request, response) => response.end(JSON.stringify({ status: 'healthy' }))).listen(Number(process.env.PORT), '127.0.0.1');
`;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
  ms = 15_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error('It did not come about in time.');
    await pause(50);
  }
}

/** A zombie, which only waits to be counted by its parent, does not live. */
export const lives = (pid: number): boolean => processTicks(pid) !== undefined;
