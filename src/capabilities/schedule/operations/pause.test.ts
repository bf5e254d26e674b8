import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAudit } from '#operations/records.ts';
import { movedClock } from '#test/clock.ts';
import { onBothStores, type TestToban } from '#test/toban.ts';
import { capabilities, job, service } from '../jobs.fixture.ts';

const services = [
  service('/', [
    job('deliver', ['true'], { schedule: '0 8 * * *' }),
    job('collect', ['true'], { schedule: '30 7 * * *' }),
  ]),
];
type Listed = { job: string; paused: { reason: string; by: string; until: string | null } | null };

const paused = async (toban: TestToban): Promise<Record<string, string | null>> => {
  const { items } = await toban.ask<{ items: Listed[] }>('jobs.list', { service: 'demo' });
  return Object.fromEntries(items.map((item) => [item.job, item.paused?.reason ?? null]));
};

onBothStores((open) => {
  test('A9: a pause says who, why and until when, and ends by itself', async () => {
    const clock = movedClock('2026-11-21T00:00:00Z');
    await using toban = await open({ capabilities, services, clock });
    const run = await toban.act('jobs.pause', {
      service: 'demo',
      job: 'deliver',
      reason: 'mail server moves',
      until: '2026-11-22T12:00:00+09:00',
    });
    assert.deepEqual(run.report, {
      paused: ['deliver'],
      reason: 'mail server moves',
      until: '2026-11-22T03:00:00.000Z',
    });
    const { items } = await toban.ask<{ items: Listed[] }>('jobs.list', { service: 'demo' });
    assert.deepEqual(items[0]?.paused, {
      reason: 'mail server moves',
      by: 'test',
      at: '2026-11-21T00:00:00.000Z',
      until: '2026-11-22T03:00:00.000Z',
    });
    const next = await toban.ask('jobs.next', { service: 'demo', job: 'deliver', count: 3 });
    assert.deepEqual(
      next.items.map((item: { paused: boolean }) => item.paused),
      [true, false, false],
      'flagged only where it holds',
    );
    clock.moveTo('2026-11-22T03:00:00Z');
    assert.deepEqual(await paused(toban), { deliver: null, collect: null });
  });

  test('A9: resuming the service brings back what ran before: a job paused for itself stays paused, and is told', async () => {
    await using toban = await open({ capabilities, services });
    await toban.act('jobs.pause', { service: 'demo', job: 'collect', reason: 'off on purpose' });
    await toban.act('jobs.pause', { service: 'demo', reason: 'maintenance' });
    assert.deepEqual(await paused(toban), { deliver: 'maintenance', collect: 'off on purpose' });
    const resumed = await toban.act('jobs.resume', { service: 'demo' });
    assert.deepEqual(await paused(toban), { deliver: null, collect: 'off on purpose' });
    assert.equal(resumed.report?.['resumed'], true);
    const { stillPaused } = resumed.report as { stillPaused: { job: string }[] };
    assert.deepEqual(
      stillPaused.map(({ job }) => job),
      ['collect'],
    );
    assert.equal(resumed.report?.['hint'], 'toban jobs resume demo collect');
    const again = await toban.act('jobs.resume', { service: 'demo' });
    assert.deepEqual([again.outcome, again.report?.['resumed']], ['succeeded', false]);
  });

  test('A9: a pause is in the audit, with who made it', async () => {
    await using toban = await open({ capabilities, services });
    const { run } = await toban.act('jobs.pause', { service: 'demo', reason: 'maintenance' });
    const rows = (await listAudit(toban.toban.store.db, { service: 'demo', limit: 10 })).filter(
      (row) => row.run_id === run,
    );
    assert.deepEqual(
      rows.map(({ action, actor_name }) => [action, actor_name]),
      [
        ['run.ended', 'test'],
        ['step.written', 'test'],
        ['run.started', 'test'],
      ],
    );
  });

  test('A9: a pause that is over already, or of a job that does not exist, is refused', async () => {
    await using toban = await open({ capabilities, services });
    const late = await toban.act('jobs.pause', { service: 'demo', until: '2020-01-01T00:00:00Z' });
    assert.deepEqual([late.outcome, late.error?.kind], ['failed', 'usage']);
    const unknown = await toban.act('jobs.pause', { service: 'demo', job: 'nothing' });
    assert.equal(unknown.error?.code, 'job.unknown');
  });
});
