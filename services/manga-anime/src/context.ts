import type { DatabaseSync } from 'node:sqlite';
import type { Client } from 'toban/client';
import type { Log } from './logger.ts';
import type { Settings } from './settings.ts';

export type Clock = { now(): Date; sleep(ms: number): Promise<void>; random(): number };

/** What every command works with. */
export type Context = {
  settings: Settings;
  clock: Clock;
  log: Log;
  database: DatabaseSync;
  /** Absent when the program was started outside of Toban. */
  client: Client | undefined;
};

export type Outcome = 'success' | 'partial' | 'failure' | 'blocked';

/** How a command ended: told to Toban, and as the exit code. */
export type Ending = { outcome: Outcome; summary: string; figures: Record<string, number | string> };

export const EXIT_CODES = { success: 0, failure: 1, partial: 3, blocked: 4 } as const satisfies Record<Outcome, number>;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
