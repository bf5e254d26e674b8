import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onPostgres } from '#test/postgres.ts';
import { openTestToban, type TestToban } from '#test/toban.ts';
import { capabilities, job, service, settableClock, until } from '../jobs.fixture.ts';

onPostgres((database) => {
  test('three schedulers on one store: each instant runs once', async () => {
    const databaseUrl = await database();
    const clock = settableClock('2026-11-21T07:59:58Z');
    const names = Array.from({ length: 10 }, (_, index) => `tick-${index}`);
    const services = [
      service(
        '/',
        names.map((name) => job(name, ['true'], { schedule: '* * * * *' })),
        'UTC',
      ),
    ];
    const nodes: TestToban[] = [];
    for (const name of ['one', 'two', 'three']) {
      nodes.push(
        await openTestToban({ capabilities, services, clock, databaseUrl, environment: { TOBAN_NODE: name } }),
      );
    }
    try {
      for (const node of nodes) node.startWorkers();
      await new Promise((resolve) => setTimeout(resolve, 3000));
      for (const minute of ['01', '02', '03']) {
        clock.set(`2026-11-21T08:${minute}:00Z`);
        await new Promise((resolve) => setTimeout(resolve, 2500));
      }
      const [first] = nodes as [TestToban];
      const past = await until(async () => {
        const { items } = await first.ask('jobs.history', { service: 'demo', limit: 1000 });
        return items.length >= 40 && items.every(({ state }: { state: string }) => state !== 'running') && items;
      }, 20_000);
      const ran = past.map((item: { job: string; scheduledFor: string }) => `${item.job} ${item.scheduledFor}`);
      assert.equal(ran.length, 40);
      assert.equal(new Set(ran).size, 40);
      assert.ok(past.every(({ outcome }: { outcome: string }) => outcome === 'success'));
    } finally {
      for (const node of nodes) await node[Symbol.asyncDispose]();
    }
  });

  test('a scheduler that slept and submits an instant that another one has done is refused', async () => {
    const clock = settableClock('2026-11-21T07:59:58Z');
    await using toban = await openTestToban({
      capabilities,
      services: [service('/', [job('tick', ['true'], { schedule: '* * * * *' })], 'UTC')],
      clock,
    });
    toban.startWorkers();
    const [done] = await until(async () => {
      const { items } = await toban.ask('jobs.history', { service: 'demo' });
      return items[0]?.outcome && items;
    });
    const late = await toban.toban.submit({
      operation: 'jobs.run',
      input: { service: 'demo', job: 'tick' },
      actor: { kind: 'schedule', id: 'demo/tick', name: 'schedule', role: 'administrator' },
      cause: { kind: 'schedule', schedule: 'demo/tick', at: done.scheduledFor },
    });
    const ended = await late.ended;
    assert.deepEqual([ended.outcome, ended.error?.code], ['failed', 'job.instant-taken']);
  });
});
