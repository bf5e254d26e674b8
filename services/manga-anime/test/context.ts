import path from 'node:path';
import { clientFromEnvironment } from 'toban/client';
import type { Context } from '../src/context.ts';
import { openDatabase } from '../src/database/open.ts';
import type { Level } from '../src/logger.ts';
import { loadSettings, type Settings } from '../src/settings.ts';
import type { Finding } from '../src/sources/finding.ts';

export const FOLDER = path.resolve(import.meta.dirname, '..');
export const NOW = new Date('2026-11-21T03:00:00.000Z');

export type Line = { level: Level; msg: string };
export type TestContext = Context & { lines: Line[]; moveTo(instant: string): void };
type Options = { variables?: Record<string, string>; settings?: Partial<Settings>; path?: string };

/** A context on a real database, whose clock stands still except for what is slept. */
export function testContext({ variables = {}, settings = {}, path: file = ':memory:' }: Options = {}): TestContext {
  let now = NOW.getTime();
  const lines: Line[] = [];
  const loaded = loadSettings(FOLDER, variables);
  return {
    settings: { ...loaded, calls: { ...loaded.calls, backoffMs: 5, deadlineMs: 2000 }, ...settings },
    clock: {
      now: () => new Date(now),
      sleep: async (ms) => {
        now += ms;
        await new Promise((resolve) => setImmediate(resolve));
      },
      random: () => 0.5,
    },
    log: (level, msg) => lines.push({ level, msg }),
    database: openDatabase(file),
    client: clientFromEnvironment(variables),
    lines,
    moveTo: (instant) => {
      now = Date.parse(instant);
    },
  };
}

export const finding = (changes: Partial<Finding> = {}): Finding => ({
  source: 'anilist',
  externalId: `1:${changes.number ?? '3'}`,
  type: 'anime',
  title: '葬送のフリーレン',
  genres: [],
  tags: [],
  adult: false,
  releaseType: 'episode',
  number: '3',
  platform: '',
  date: '2026-11-22',
  at: new Date('2026-11-21T15:30:00.000Z'),
  url: 'https://example.com/frieren/3',
  ...changes,
});
