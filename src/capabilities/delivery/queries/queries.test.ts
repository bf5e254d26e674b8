import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { startSandbox } from '@toban/sandbox';
import { sqlite } from '#manual/databases.ts';
import { administrator, onBothStores } from '#test/toban.ts';
import { contextFor } from '#operations/runner.ts';
import {
  capabilities,
  digest,
  environment,
  firstOf,
  mailer,
  post,
  postLines,
  settled,
  until,
} from '../mailer.fixture.ts';
import { deliveryConcerns } from '../concerns.ts';

onBothStores((open) => {
  test("A1: the day's figures and counts are those of the service's own zone", async () => {
    const folder = await mkdtemp(join(tmpdir(), 'figures-'));
    const database = new DatabaseSync(join(folder, 'main.db'));
    database.exec('create table releases (id integer, notified integer, updated_at text)');
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Tokyo' }).format(Date.now());
    database
      .prepare('insert into releases values (1, 1, ?), (2, 0, ?), (3, 1, ?)')
      .run(new Date().toISOString(), day, '2020-01-01T00:00:00Z');
    database.close();
    const main = sqlite('main', 'main.db');
    const figure = (name: string, sql: string) => ({
      name,
      title: { en: name, ja: name },
      of: main,
      sql,
      in: ['status' as const],
    });
    const figures = [
      figure(
        'sent',
        'select count(*) from releases where notified = 1 and updated_at >= :since and updated_at < :until',
      ),
      figure('pending', 'select count(*) from releases where notified = 0'),
      figure('broken', 'select count(*) from nothing'),
      {
        ...figure('table', 'select notified, count(*) n from releases group by 1'),
        columns: [{ name: 'n', title: { en: 'n', ja: 'n' } }],
      },
    ];
    await using toban = await open({
      capabilities,
      services: [mailer({ smtpPort: 1 }, { folder, databases: [main], figures })],
      environment,
    });
    await post(toban, digest());
    const status = await toban.ask('delivery.status', { service: 'mailer' });
    assert.equal(status.day, day);
    assert.deepEqual(
      status.figures.map(({ name, value }: { name: string; value: number }) => [name, value]),
      [
        ['sent', 1],
        ['pending', 1],
        ['broken', null],
        ['table', undefined],
      ],
    );
    assert.match(status.figures[2].error, /nothing/);
    assert.deepEqual(status.figures[3].rows, [[1], [2]]);
    assert.equal(status.deliveries.waiting.ready, 1);
  });

  test('A15: metrics, errors, lists and concerns tell what happened', async () => {
    await using sandbox = await startSandbox();
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    sandbox.addFault({
      provider: 'smtp',
      kind: 'status',
      status: 554,
      message: '5.7.1 Policy',
      match: { subject: 'bad' },
    });
    toban.startWorkers();
    const good = (
      await postLines(toban, [digest({ title: 'good 1' }), digest({ title: 'good 2' }), digest({ title: 'good 3' })])
    ).map(firstOf);
    const bad = firstOf(
      await post(toban, digest({ title: 'bad', to: [{ channel: 'email', address: 'other@example.test' }] })),
    );
    for (const id of good) await settled(toban, id, 'accepted');
    await settled(toban, bad, 'dead');
    const metrics = await toban.ask('delivery.metrics', { service: 'mailer' });
    assert.deepEqual([metrics.successRate, metrics.errorRate], [75, 25]);
    assert.ok(metrics.p95_ms >= 0 && metrics.meanTime_ms >= 0);
    assert.equal(
      metrics.series.reduce((sum: number, { accepted }: { accepted: number }) => sum + accepted, 0),
      3,
    );
    const { items } = await toban.ask('delivery.errors', { service: 'mailer' });
    assert.deepEqual(
      items.map(({ code, count }: { code: string; count: number }) => [code, count]),
      [['smtp.554', 1]],
    );

    const page = await toban.ask('delivery.list', { service: 'mailer', limit: '3' });
    const rest = await toban.ask('delivery.list', { service: 'mailer', limit: '3', cursor: page.next });
    assert.deepEqual([page.items.length, rest.items.length, rest.next], [3, 1, undefined]);
    const ids = async (input: Record<string, string>) =>
      (await toban.ask('delivery.list', input)).items.map(({ id }: { id: string }) => id);
    assert.deepEqual(await ids({ state: 'dead' }), [bad]);
    assert.deepEqual(await ids({ search: 'OTHER@' }), [bad]);
    assert.equal((await ids({ search: 'good' })).length, 3);
    assert.deepEqual(await ids({ search: '100%' }), []);

    await toban.act('delivery.pause', { service: 'mailer', reason: 'look' });
    const context = contextFor(toban.toban, { actor: administrator, lang: 'en' }, null, new AbortController().signal);
    assert.deepEqual(
      (await deliveryConcerns(context)).map(({ level }) => level),
      ['info', 'warning'],
    );
  });

  test('A18: every change of a delivery is seen by those who watch', async () => {
    await using sandbox = await startSandbox();
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    const stop = new AbortController();
    const seen: string[] = [];
    const items = await toban.toban.follow(
      'delivery.watch',
      { service: 'mailer' },
      { actor: administrator, signal: stop.signal },
    );
    const watching = (async () => {
      for await (const item of items) seen.push((item as { state: string }).state);
    })();
    await new Promise(setImmediate);
    await settled(toban, firstOf(await post(toban, digest())), 'accepted');
    await until(() => seen.length >= 3);
    stop.abort();
    await watching;
    assert.deepEqual(seen, ['ready', 'sending', 'accepted']);
  });
});
