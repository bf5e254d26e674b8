/** Several nodes look at one timetable: each instant runs once, whichever of them dies or stands still. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { access } from '#capabilities/access/index.ts';
import { schedule } from '#capabilities/schedule/index.ts';
import { movedClock } from '#test/clock.ts';
import { FULL, MAILER, until } from '#test/mails.ts';
import { onPostgres } from '#test/postgres.ts';
import { openProgram, type Program } from '#test/program.ts';
import { openTestToban } from '#test/toban.ts';

type Past = { scheduledFor?: string; state: string; outcome: string | null };

function eachOnce(past: Past[], atLeast: number): void {
  const instants = past.map(({ scheduledFor }) => scheduledFor);
  assert.ok(instants.length >= atLeast, `${instants.length} runs`);
  assert.equal(new Set(instants).size, instants.length, `each instant once: ${instants.join(' ')}`);
}

onPostgres((database) => {
  test('C2: three schedulers on one database start each instant once', { timeout: 120_000 }, async () => {
    const clock = movedClock('2026-11-21T07:58:30Z');
    const tick = {
      name: 'tick',
      title: { en: 'Tick', ja: '刻む' },
      run: { kind: 'command' as const, argv: ['node', '-e', ''] },
      schedule: '* * * * *',
      overlap: 'queue' as const,
    };
    const services = [{ id: 'demo', title: { en: 'Demo', ja: 'デモ' }, folder: '/', jobs: [tick] }];
    const databaseUrl = await database();
    await using nodes = new AsyncDisposableStack();
    const tobans = [];
    for (const node of ['a', 'b', 'c']) {
      const toban = nodes.use(
        await openTestToban({
          capabilities: [access, schedule],
          services,
          clock,
          databaseUrl,
          environment: { TOBAN_NODE: node },
        }),
      );
      toban.startWorkers();
      tobans.push(toban);
    }
    const [first] = tobans;
    assert.ok(first);
    const MINUTES = FULL ? 60 : 10;
    await sleep(200);
    for (let second = 0; second < MINUTES * 60; second += 10) {
      await clock.advance(10_000);
      await sleep(25);
    }
    const past = await until(
      async () => {
        await clock.advance(100);
        const { items } = await first.ask<{ items: Past[] }>('jobs.history', {
          service: 'demo',
          job: 'tick',
          limit: 500,
        });
        return items.length >= MINUTES - 1 && items.every(({ state }) => state !== 'running') && items;
      },
      60_000,
      'every minute has run',
    );
    eachOnce(past, MINUTES - 1);
  });

  async function historyOf(toban: Program): Promise<Past[]> {
    const answer = await toban.api('/api/queries/jobs.history?service=mailer&job=tick&limit=500');
    return ((await answer.json()) as { items: Past[] }).items;
  }

  const MINUTES = 3;

  async function frozenOrKilledAtTheTick(): Promise<void> {
    const shared = { DATABASE_URL: await database(), TOBAN_LEASE: '1s', TICK_SCHEDULE: '* * * * *' };
    await using a = await openProgram({ config: MAILER, environment: { ...shared, TOBAN_NODE: 'a' } });
    await using b = await openProgram({ config: MAILER, environment: { ...shared, TOBAN_NODE: 'b' } });
    await a.start();
    await b.start();
    for (let minute = 0; minute < MINUTES; minute++) {
      await sleep(60_000 - (Date.now() % 60_000) - 20 + Math.random() * 60);
      if (minute % 2 === 0) a.freeze();
      else await a.kill();
      await sleep(8000);
      if (minute % 2 === 0) a.wake();
      else await a.start();
    }
    await until(async () => (await historyOf(b)).length >= MINUTES - 1, 90_000, 'the minutes have run');
    await sleep(3000);
    eachOnce(await historyOf(b), MINUTES - 1);
  }

  // Real minutes have to pass.
  if (FULL)
    test(
      'C2: of two real nodes one is frozen or killed at the tick, and each minute runs once',
      { timeout: 400_000 },
      frozenOrKilledAtTheTick,
    );
});
