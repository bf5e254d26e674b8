import { tmpdir } from 'node:os';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '#platform/ids.ts';
import { openCommands } from '../commands.ts';
import type { StartCommand } from '../commands.ts';
import { processTicks } from './processes.ts';

export const commands = openCommands();

/** A command ready to start, the lines it gave so far, and a wait for one of them. */
export type Prepared = { command: StartCommand; lines: string[]; line: (matches: RegExp) => Promise<string> };

/** Whatever carries the mark is killed when the test ends. */
export function prepare(t: TestContext, argv: string[], environment: Record<string, string> = {}): Prepared {
  const mark = newId('mark', Date.now());
  const lines: string[] = [];
  const command: StartCommand = {
    argv,
    cwd: tmpdir(),
    environment,
    mark,
    onLine: (_stream, line) => void lines.push(line),
  };
  t.after(() => {
    for (const pid of commands.withMark(mark)) process.kill(pid, 'SIGKILL');
  });
  const line = async (matches: RegExp): Promise<string> => {
    for (let i = 0; i < 250; i++) {
      const found = lines.find((each) => matches.test(each));
      if (found !== undefined) return found;
      await pause(20);
    }
    throw new Error(`No line matches ${matches.source}; there were: ${lines.join(' | ')}`);
  };
  return { command, lines, line };
}

export const exists = (pid: number): boolean => processTicks(pid) !== undefined;

export async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && exists(pid); i++) await pause(20);
  return !exists(pid);
}
