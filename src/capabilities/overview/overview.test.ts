import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpsError } from '#platform/errors.ts';
import { type Capability, defineCapability } from '#operations/capability.ts';
import { command } from '#manual/process.ts';
import type { Installation } from '#manual/manuals.ts';
import { access } from '#capabilities/access/index.ts';
import { delivery } from '#capabilities/delivery/index.ts';
import { emergency } from '#capabilities/emergency/index.ts';
import { logs } from '#capabilities/logs/index.ts';
import { runs } from '#capabilities/runs/index.ts';
import { schedule } from '#capabilities/schedule/index.ts';
import { service } from '#capabilities/service/index.ts';
import { movedClock } from '#test/clock.ts';
import { onBothStores } from '#test/toban.ts';
import { overview } from './index.ts';

const services: Installation['services'] = [
  {
    id: 'news',
    title: { en: 'News', ja: 'ニュース' },
    folder: '/tmp',
    zone: 'Asia/Tokyo',
    process: command('node', '--version'),
    jobs: [
      { name: 'deliver', title: { en: 'Deliver', ja: '配信' }, run: command('true'), schedule: '0 8,12,20 * * *' },
    ],
  },
];

const telling = (name: string, concerns: NonNullable<Capability['concerns']>) =>
  defineCapability({ name, title: { en: name, ja: name }, concerns });

onBothStores((open) => {
  test('everything is gathered, the gravest concern first', async () => {
    const odd = telling('odd', async () => [
      { level: 'info', title: { en: 'By the way', ja: 'ちなみに' } },
      { level: 'warning', title: { en: 'Odd', ja: '変' } },
    ]);
    const capabilities = [odd, access, logs, service, schedule, delivery, emergency, runs, overview];
    await using toban = await open({ capabilities, services, clock: movedClock('2026-11-21T03:30:00Z') });
    await toban.act('emergency.stop', { reason: 'mails twice' });
    const seen = await toban.ask('overview.show');
    assert.equal(seen.concerns[0].title.en, 'Emergency stop: everything');
    const ranks = seen.concerns.map(({ level }: { level: string }) => ['critical', 'warning', 'info'].indexOf(level));
    assert.deepEqual(ranks, ranks.toSorted());
    assert.ok(ranks.includes(1) && ranks.includes(2));
    assert.deepEqual(
      seen.services.map((one: { service: string }) => one.service),
      ['news'],
    );
    assert.deepEqual(seen.deliveries.today, { accepted: 0, dead: 0, unknown: 0, ready: 0 });
    assert.deepEqual(
      [seen.deliveries.series.length, seen.deliveries.series.at(-1).at],
      [25, '2026-11-21T03:00:00.000Z'],
    );
    assert.equal(seen.next.length, 8);
    assert.deepEqual([seen.next[0].local, seen.next[0].left], ['2026-11-21 20:00', '7 h 30 min']);
    assert.equal(seen.recent[0].operation, 'emergency.stop');
    assert.equal(seen.emergency.reason, 'mails twice');
  });

  test('a capability that cannot tell how it is becomes a concern itself and hides no other', async () => {
    const broken = telling('broken', () =>
      Promise.reject(new OpsError('disk', 'The disk does not answer.', { hint: 'dmesg | tail' })),
    );
    const odd = telling('odd', async () => [{ level: 'warning', title: { en: 'Odd', ja: '変' } }]);
    await using toban = await open({ capabilities: [odd, broken, overview] });
    const { concerns } = await toban.ask('overview.show');
    assert.deepEqual(concerns, [
      {
        level: 'critical',
        title: { en: 'broken: how it is could not be found out', ja: 'broken：状態を確認できませんでした' },
        detail: 'The disk does not answer.',
        hint: 'dmesg | tail',
      },
      { level: 'warning', title: { en: 'Odd', ja: '変' } },
    ]);
  });

  test('parts that this Toban does not have are empty', async () => {
    await using toban = await open({ capabilities: [overview], services });
    const { text, ...told } = await toban.ask('overview.show');
    assert.match(text, /All is well/);
    assert.deepEqual(told, {
      concerns: [],
      services: [],
      deliveries: { today: { accepted: 0, dead: 0, unknown: 0, ready: 0 }, series: [] },
      next: [],
      recent: [],
      emergency: null,
    });
  });
});
