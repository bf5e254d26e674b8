import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpsError } from '#platform/errors.ts';
import type { Job } from '#manual/jobs.ts';
import { operation } from '#manual/process.ts';
import type { Guard } from '#operations/capability.ts';
import { defineOperation } from '#operations/define.ts';
import { movedClock, type MovedClock } from '#test/clock.ts';
import { onBothStores, type TestToban, type TestTobanOptions } from '#test/toban.ts';
import { z } from 'zod';
import { capabilities, job, programs, service, settableClock, text, until } from '../jobs.fixture.ts';

const HOUR = 3_600_000;
const noop = ['node', '-e', ''];
type Past = { run: string; job: string; trigger: string; state: string; outcome: string | null; scheduledFor?: string };

const history = async (toban: TestToban, name = 'tick'): Promise<Past[]> =>
  (await toban.ask('jobs.history', { service: 'demo', job: name, limit: 500 })).items;
const ended = async (toban: TestToban, count: number, name = 'tick'): Promise<Past[]> =>
  until(async () => {
    const past = await history(toban, name);
    return past.length >= count && past.every(({ state }) => state !== 'running') && past;
  });
const instants = (past: Past[]): string[] => past.map(({ scheduledFor = '' }) => scheduledFor.slice(11, 16)).toSorted();

/** The worker looks at its clock at least once a second. */
const looked = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1500));

/** Lets the worker see the clock as it is now, twice. */
async function seen(clock: MovedClock): Promise<void> {
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    await clock.advance(1000);
  }
}

async function onDuty(
  open: (options: TestTobanOptions) => Promise<TestToban>,
  clock: MovedClock,
  more: Partial<z.input<typeof Job>>,
  options: Partial<TestTobanOptions> = {},
) {
  const toban = await open({
    capabilities,
    clock,
    services: [service('/', [job('tick', noop, more)], 'UTC')],
    ...options,
  });
  toban.startWorkers();
  await seen(clock);
  return toban;
}

onBothStores((open) => {
  test('C2: a job runs at its instants, once each, and not for instants before it was known', async () => {
    const clock = movedClock('2026-11-21T07:59:00Z');
    await using toban = await onDuty(open, clock, { schedule: '0 8,12,20 * * *' });
    await clock.advance(30_000);
    await seen(clock);
    assert.deepEqual(await history(toban), []);
    for (const at of ['08:00:01', '08:00:30', '12:00:00', '20:00:00']) {
      clock.moveTo(`2026-11-21T${at}Z`);
      await seen(clock);
    }
    const past = await ended(toban, 3);
    assert.deepEqual(instants(past), ['08:00', '12:00', '20:00']);
    assert.ok(past.every(({ trigger, outcome }) => trigger === 'schedule' && outcome === 'success'));
  });

  for (const [policy, expected] of [
    ['skip', []],
    ['once', ['18:00']],
    ['all', ['09:00', '12:00', '15:00', '18:00']],
  ] as const) {
    test(`instants missed while nobody was on duty: ${policy}`, async () => {
      const clock = movedClock('2026-11-21T07:00:00Z');
      await using toban = await onDuty(open, clock, { schedule: '0 9-18/3 * * *', missed: policy, overlap: 'forbid' });
      clock.moveTo('2026-11-21T20:00:00Z');
      await until(async () => (await seen(clock), (await history(toban)).length >= expected.length));
      await seen(clock);
      const past = await ended(toban, expected.length);
      assert.deepEqual(instants(past), expected);
      assert.ok(
        past.every(({ outcome }) => outcome === 'success'),
        'those that make up for others wait for each other',
      );
    });
  }

  test('a new life of Toban makes up for what was missed, and does nothing twice', async () => {
    await using data = await programs({});
    const clock = movedClock('2026-11-21T07:59:30Z');
    const shared = { folder: data.folder };
    {
      await using toban = await onDuty(open, clock, { schedule: '0 * * * *' }, shared);
      clock.moveTo('2026-11-21T08:00:00Z');
      await seen(clock);
      await ended(toban, 1);
      if (toban.toban.store.dialect === 'postgres') return;
    }
    clock.moveTo('2026-11-21T08:30:00Z');
    {
      await using toban = await onDuty(open, clock, { schedule: '0 * * * *' }, shared);
      assert.equal((await history(toban)).length, 1);
    }
    clock.moveTo('2026-11-21T11:30:00Z');
    await using toban = await onDuty(open, clock, { schedule: '0 * * * *' }, shared);
    assert.deepEqual(instants(await ended(toban, 2)), ['08:00', '11:00']);
  });

  test('a changed schedule begins now', async () => {
    await using data = await programs({});
    const clock = movedClock('2026-11-21T07:59:30Z');
    const shared = { folder: data.folder };
    {
      await using toban = await onDuty(open, clock, { schedule: '0 23 * * *' }, shared);
      if (toban.toban.store.dialect === 'postgres') return;
    }
    clock.moveTo('2026-11-21T12:30:00Z');
    await using toban = await onDuty(open, clock, { schedule: '0 * * * *' }, shared);
    assert.deepEqual(await history(toban), []);
  });

  test('A9: while a job is paused its instants pass, and after the resume it runs again without making up for them', async () => {
    const clock = movedClock('2026-11-21T07:59:00Z');
    await using toban = await onDuty(open, clock, { schedule: '0 * * * *' });
    await toban.act('jobs.pause', { service: 'demo', reason: 'moving' });
    clock.moveTo('2026-11-21T08:00:00Z');
    await seen(clock);
    assert.deepEqual(await history(toban), []);
    await toban.act('jobs.resume', { service: 'demo' });
    clock.moveTo('2026-11-21T08:30:00Z');
    await seen(clock);
    assert.deepEqual(await history(toban), []);
    clock.moveTo('2026-11-21T09:00:00Z');
    await seen(clock);
    assert.deepEqual(instants(await ended(toban, 1)), ['09:00']);
  });

  test('what a guard holds back ends as refused, and is seen in the history', async () => {
    const clock = movedClock('2026-11-21T07:59:00Z');
    const guard: Guard = async () => new OpsError('emergency.stopped', 'stopped', { kind: 'blocked' });
    const guarded = [...capabilities, { name: 'guarded', title: { en: 'x', ja: 'x' }, guards: [guard] }];
    await using toban = await onDuty(open, clock, { schedule: '0 * * * *' }, { capabilities: guarded });
    clock.moveTo('2026-11-21T08:00:00Z');
    await seen(clock);
    const [past] = await ended(toban, 1);
    assert.deepEqual(
      [past?.state, past?.outcome, past?.trigger, past?.scheduledFor],
      ['refused', null, 'schedule', '2026-11-21T08:00:00.000Z'],
    );
  });

  test('a job that fails is tried again, some time later, as often as its manual says', async () => {
    const clock = movedClock('2026-11-21T07:59:00Z');
    await using toban = await onDuty(open, clock, {
      schedule: '0 8 * * *',
      run: { kind: 'command', argv: ['node', '-e', 'process.exit(1)'] },
      retries: 2,
      retryAfter: '10m',
    });
    clock.moveTo('2026-11-21T08:00:00Z');
    await seen(clock);
    await ended(toban, 1);
    clock.moveTo('2026-11-21T08:09:00Z');
    await seen(clock);
    assert.equal((await history(toban)).length, 1, 'never before its time');
    for (const count of [2, 3]) {
      await clock.advance(13 * 60_000);
      await seen(clock);
      await ended(toban, count);
    }
    await clock.advance(HOUR);
    await seen(clock);
    const past = await ended(toban, 3);
    assert.deepEqual(
      past.map(({ trigger }) => trigger),
      ['retry', 'retry', 'schedule'],
    );
    assert.equal(past.length, 3);
  });

  test('a clock set forwards by a year causes no burst, and set back again no standstill', async () => {
    const clock = settableClock('2026-11-21T08:00:10Z');
    await using toban = await open({
      capabilities,
      clock,
      services: [service('/', [job('tick', noop, { schedule: '* * * * *' })], 'UTC')],
    });
    toban.startWorkers();
    await looked();
    clock.set('2027-11-21T08:00:10Z');
    await looked();
    assert.equal((await ended(toban, 1)).length, 1, 'one run for half a million minutes');
    clock.set('2026-11-21T08:10:59Z');
    await looked();
    const times = (await ended(toban, 2)).map(({ scheduledFor }) => scheduledFor);
    assert.ok(times.includes('2026-11-21T08:11:00.000Z'), times.join());
  });

  test('a clock set back by three hours: a wildcard job goes on, a job at a fixed time is not repeated', async () => {
    const clock = settableClock('2026-11-21T11:59:59Z');
    const jobs = [job('tick', noop, { schedule: '* * * * *' }), job('noon', noop, { schedule: '0 12 * * *' })];
    await using toban = await open({ capabilities, clock, services: [service('/', jobs, 'UTC')] });
    toban.startWorkers();
    await looked();
    await ended(toban, 1, 'noon');
    const before = (await ended(toban, 1)).length;
    clock.set('2026-11-21T09:00:59Z');
    await looked();
    await until(async () => (await ended(toban, before)).length > before);
    clock.set('2026-11-21T11:59:59Z');
    await looked();
    assert.equal((await ended(toban, 1, 'noon')).length, 1);
    assert.deepEqual(instants(await ended(toban, before)).slice(-1), ['12:00']);
  });

  test('a clock set by more than an hour holds a schedule that destroys something until a person has looked', async () => {
    const clock = settableClock('2026-11-21T08:00:10Z');
    let erased = 0;
    const erase = defineOperation({
      name: 'demo.erase',
      summary: text,
      risk: 'destructive',
      input: z.object({}),
      prepare: () => ({}),
      steps: () => [{ title: text, run: () => void erased++ }],
    });
    const jobs = [
      { ...job('erase', []), run: operation('demo.erase'), schedule: '* * * * *' },
      job('tick', noop, { schedule: '* * * * *' }),
    ];
    const more = [...capabilities, { name: 'demo', title: text, operations: [erase] }];
    await using toban = await open({ capabilities: more, clock, services: [service('/', jobs, 'UTC')] });
    toban.startWorkers();
    await looked();
    clock.set('2026-11-22T08:00:10Z');
    await looked();
    await ended(toban, 1);
    assert.equal(erased, 0);
    const [held] = (await toban.ask('jobs.list', {})).items;
    assert.deepEqual([held.job, held.paused.by], ['erase', 'toban']);
    assert.match(held.paused.reason, /forwards by 1440 minutes/);
    await toban.act('jobs.resume', { service: 'demo', job: 'erase' });
    clock.set('2026-11-22T08:00:59Z');
    await until(async () => erased === 1);
  });
});
