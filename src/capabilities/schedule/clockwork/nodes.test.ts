import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startPostgres, type TestServer } from '#test/postgres.ts';
import { openTestToban, type TestToban } from '#test/toban.ts';
import { capabilities, job, service, settableClock, until } from '../testing/jobs.ts';

let server: TestServer;
before(async () => void (server = await startPostgres()));
after(() => server.close());

test('three schedulers on one store: each instant runs once', async () => {
  const databaseUrl = await server.database();
  const clock = settableClock('2026-11-21T07:59:58Z');
  const names = Array.from({ length: 10 }, (_, index) => `tick-${index}`);
  const services = [service('/', names.map((name) => job(name, ['true'], { schedule: '* * * * *' })), 'UTC')];
  const nodes: TestToban[] = [];
  for (const name of ['one', 'two', 'three']) {
    nodes.push(await openTestToban({ capabilities, services, clock, databaseUrl, environment: { TOBAN_NODE: name } }));
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
