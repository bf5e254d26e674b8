import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextFor } from '#operations/runner.ts';
import { administrator, onBothStores, type TestToban } from '#test/toban.ts';
import { movedClock } from '#test/clock.ts';
import { jobConcerns } from '../concerns.ts';
import { capabilities, job, programs, service, until } from '../jobs.fixture.ts';

const concernsOf = (toban: TestToban) =>
  jobConcerns(contextFor(toban.toban, { actor: administrator, lang: 'en' }, null, new AbortController().signal));

onBothStores((open) => {
  test('A3: the next runs of 8:00, 12:00 and 20:00 with the time left, in both languages', async () => {
    const clock = movedClock('2026-11-21T22:35:00+09:00');
    await using toban = await open({
      capabilities,
      clock,
      services: [service('/', [job('deliver', ['true'], { schedule: '0 8,12,20 * * *' })])],
    });
    const { items } = await toban.ask('jobs.next', { service: 'demo', count: 3 });
    assert.deepEqual(
      items.map((item: { local: string; left: string }) => [item.local, item.left]),
      [
        ['2026-11-22 08:00', '9 h 25 min'],
        ['2026-11-22 12:00', '13 h 25 min'],
        ['2026-11-22 20:00', '21 h 25 min'],
      ],
    );
    assert.deepEqual([items[0].at, items[0].left_ms, items[0].paused], ['2026-11-21T23:00:00.000Z', 33_900_000, false]);
    const ja = await toban.toban.ask<{ items: { left: string }[] }>(
      'jobs.next',
      { count: 1 },
      { actor: administrator, lang: 'ja' },
    );
    assert.equal(ja.items[0]?.left, '9時間25分');
    const later = await toban.ask('jobs.next', { from: '2026-12-01T08:00:00+09:00', count: 1 });
    assert.equal(later.items[0].local, '2026-12-01 12:00');
  });

  test('C2: a schedule that cannot be read is shown with its field, and does not stand in the way of others', async () => {
    const jobs = [job('bad', ['true'], { schedule: '0 25 * * *' }), job('good', ['true'], { schedule: '0 8 * * *' })];
    await using toban = await open({ capabilities, services: [service('/', jobs)] });
    const { items } = await toban.ask('jobs.list', {});
    assert.match(items[0].error.detail, /field hour \("25"\)/);
    assert.equal(items[0].next, null);
    assert.ok(items[1].next);
    assert.equal((await toban.ask('jobs.next', {})).items[0].job, 'good');
    const [concern] = await concernsOf(toban);
    assert.equal(concern?.level, 'critical');
  });

  test('C3: pages of the history go on where the one before ended', async () => {
    await using toban = await open({
      capabilities,
      services: [service('/', [job('a', ['true']), job('ab', ['true'])])],
    });
    for (const name of ['a', 'ab', 'a']) await toban.act('jobs.run', { service: 'demo', job: name });
    const first = await toban.ask('jobs.history', { service: 'demo', job: 'a', limit: 1 });
    const second = await toban.ask('jobs.history', { service: 'demo', job: 'a', limit: 1, cursor: first.next });
    assert.deepEqual([first.items[0].job, second.items[0].job, second.next], ['a', 'a', undefined]);
    assert.notEqual(first.items[0].run, second.items[0].run);
  });

  test('a failed run is a concern until a later one succeeds', async () => {
    await using files = await programs({
      'end.cjs': 'process.exitCode = Number(process.env.CODE ?? require("node:fs").existsSync("bad"))',
      bad: '',
    });
    await using toban = await open({
      capabilities,
      services: [service(files.folder, [job('deliver', ['node', 'end.cjs'])])],
    });
    const failed = await toban.act('jobs.run', { service: 'demo', job: 'deliver' });
    const [concern] = await concernsOf(toban);
    assert.deepEqual([concern?.level, concern?.hint], ['warning', `toban jobs retry ${failed.run}`]);
    await (await import('node:fs/promises')).rm(files.path('bad'));
    await toban.act('jobs.run', { service: 'demo', job: 'deliver' });
    assert.deepEqual(await concernsOf(toban), []);
  });

  test('a job that nobody started is overdue, and one that was skipped has missed its time', async () => {
    const clock = movedClock('2026-11-21T07:00:00Z');
    const options = {
      capabilities,
      clock,
      services: [service('/', [job('deliver', ['true'], { schedule: '0 8 * * *', missed: 'skip' })], 'UTC')],
    };
    await using toban = await open(options);
    toban.startWorkers();
    await until(async () => (await toban.toban.store.db.selectFrom('job_cursors').selectAll().execute()).length > 0);
    clock.moveTo('2026-11-21T09:00:00Z');
    const missed = await until(async () => {
      await clock.advance(1000);
      return (await concernsOf(toban)).find(({ title }) => title.en.includes('missed'));
    });
    assert.equal(missed.hint, 'toban jobs run demo deliver');
    await toban.quiesce();
    clock.moveTo('2026-11-22T09:00:00Z');
    assert.ok((await concernsOf(toban)).some(({ title }) => title.en.includes('overdue')));
  });
});
