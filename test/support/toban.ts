import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';
import { type Clock, systemClock } from '#platform/clock.ts';
import { openPlatform } from '#platform/index.ts';
import { readSettings } from '#platform/settings.ts';
import { type Installation, readManuals } from '#manual/manuals.ts';
import type { Actor } from '#operations/actor.ts';
import type { Capability } from '#operations/capability.ts';
import type { Toban } from '#operations/context.ts';
import { createRegistry } from '#operations/registry.ts';
import type { Run } from '#operations/run.ts';
import { type OpenToban, openToban } from '#operations/toban.ts';
import { onPostgres } from './postgres.ts';

export type TestToban = OpenToban &
  AsyncDisposable & {
    folder: string;
    /** Does an operation as an administrator and waits for its end. */
    act(
      operation: string,
      input?: Record<string, unknown>,
      options?: { dryRun?: boolean; actor?: Actor },
    ): Promise<Run>;
    ask<Answer = any>(query: string, input?: Record<string, unknown>, actor?: Actor): Promise<Answer>;
  };

export type TestTobanOptions = {
  capabilities: readonly Capability[];
  services?: Installation['services'];
  clock?: Clock;
  databaseUrl?: string | undefined;
  environment?: Record<string, string>;
  /** An existing data folder, to open a second life of the same Toban. */
  folder?: string;
  role?: 'server' | 'cli';
};

export const administrator: Actor = { kind: 'user', id: 'u_test', name: 'test', role: 'administrator' };

/** Toban over real parts in a temporary folder. */
export async function openTestToban(options: TestTobanOptions): Promise<TestToban> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'toban-test-')));
  const environment = { ...options.environment, ...(options.databaseUrl && { DATABASE_URL: options.databaseUrl }) };
  const settings = readSettings(environment, { data: folder });
  const platform = await openPlatform({ settings, environment, terminal: false, clock: options.clock ?? systemClock });
  const manuals = readManuals({ services: options.services ?? [] });
  const opened = await openToban(platform, manuals, createRegistry(options.capabilities), options.role ?? 'server');
  return {
    ...opened,
    folder,
    act: async (operation, input = {}, { dryRun = false, actor = administrator } = {}) =>
      (await opened.toban.submit({ operation, input, dryRun, actor, lang: 'en' })).ended,
    ask: (query, input = {}, actor = administrator) => opened.toban.ask(query, input, { actor, lang: 'en' }),
    [Symbol.asyncDispose]: async () => {
      await opened.close();
      if (!options.folder) await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Declares the same tests on both databases. `databaseUrl` gives a fresh PostgreSQL database, or undefined on SQLite.
 *
 *     onBothStores((open) => { test('…', async () => { await using toban = await open({ capabilities: [delivery] }); … }); });
 */
export function onBothStores(declare: (open: (options: TestTobanOptions) => Promise<TestToban>) => void): void {
  describe('on SQLite', () => declare(openTestToban));
  onPostgres((database) =>
    declare(async (options) => openTestToban({ ...options, databaseUrl: options.databaseUrl ?? (await database()) })),
  );
}

export type { Toban };
