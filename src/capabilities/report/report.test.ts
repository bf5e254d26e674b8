import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import type { Installation } from '#manual/manuals.ts';
import { sqlite } from '#manual/databases.ts';
import { jsonLog } from '#manual/logs.ts';
import { command } from '#manual/process.ts';
import { access } from '#capabilities/access/index.ts';
import { delivery } from '#capabilities/delivery/index.ts';
import { emergency } from '#capabilities/emergency/index.ts';
import { logs } from '#capabilities/logs/index.ts';
import { schedule } from '#capabilities/schedule/index.ts';
import { service } from '#capabilities/service/index.ts';
import { movedClock } from '#test/clock.ts';
import { onBothStores, openTestToban, type TestToban } from '#test/toban.ts';
import { report } from './index.ts';

const everything = [access, logs, service, schedule, delivery, emergency, report];
const main = sqlite('main', 'news.db');
const WITHIN = 'created >= :since AND created < :until';
/** Half past noon on a Saturday in Tokyo. */
const NOON = '2026-11-21T03:30:00Z';

let folder: string;
let services: Installation['services'];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'toban-report-'));
  fill(new DatabaseSync(join(folder, 'news.db')));
  const error = (time: string) => `${JSON.stringify({ level: 50, time, msg: 'source is dead' })}\n`;
  await writeFile(
    join(folder, 'app.log'),
    ['2026-11-18T10:00:00Z', '2026-11-20T15:10:00Z', '2026-11-20T23:00:00Z'].map(error).join(''),
  );
  services = [
    {
      id: 'news',
      title: { en: 'Release news', ja: '新着配信' },
      folder,
      zone: 'Asia/Tokyo',
      databases: [main],
      logs: [jsonLog('app', { path: 'app.log' })],
      jobs: [{ name: 'noop', title: { en: 'Nothing', ja: '何もしない' }, run: command('true') }],
      figures: [
        {
          name: 'new',
          title: { en: 'New', ja: '新規登録' },
          of: main,
          sql: `SELECT count(*) FROM releases WHERE ${WITHIN}`,
          in: ['daily', 'weekly'],
        },
        {
          name: 'sent',
          title: { en: 'Sent', ja: '配信済み' },
          of: main,
          sql: `SELECT count(*) FROM releases WHERE notified = 1 AND ${WITHIN}`,
          in: ['weekly'],
        },
        {
          name: 'pending',
          title: { en: 'Pending', ja: '未配信' },
          of: main,
          sql: 'SELECT count(*) FROM releases WHERE notified = 0',
          in: ['daily', 'weekly'],
        },
        {
          name: 'rate',
          title: { en: 'Rate', ja: '配信率' },
          of: main,
          sql: `SELECT round(100.0 * sum(notified) / count(*), 1) FROM releases WHERE ${WITHIN}`,
          in: ['weekly'],
          unit: 'percent',
        },
        {
          name: 'broken',
          title: { en: 'Broken', ja: '壊れた数値' },
          of: main,
          sql: 'SELECT count(*) FROM nowhere',
          in: ['daily'],
        },
        {
          name: 'platforms',
          title: { en: 'Platforms, top 5', ja: 'プラットフォーム別TOP5' },
          of: main,
          sql: `SELECT platform, count(*) FROM releases WHERE ${WITHIN} GROUP BY platform ORDER BY 2 DESC, 1 LIMIT 5`,
          columns: [
            { name: 'platform', title: { en: 'Platform', ja: 'プラットフォーム' } },
            { name: 'releases', title: { en: 'Releases', ja: '件数' } },
          ],
          in: ['weekly'],
        },
      ],
    },
  ];
});
after(() => rm(folder, { recursive: true, force: true }));

/** Half past midnight in Tokyo of the 21st: four, three of them sent. The week before: five, of which two were sent. */
function fill(database: DatabaseSync): void {
  database.exec('create table releases (platform text, notified integer, created text)');
  const add = database.prepare('insert into releases values (?, ?, ?)');
  for (const [index, platform] of ['dアニメストア', 'dアニメストア', 'Netflix', 'TOKYO MX'].entries())
    add.run(platform, index < 3 ? 1 : 0, '2026-11-20T15:30:00Z');
  for (let index = 0; index < 5; index++) add.run('Netflix', index < 2 ? 1 : 0, '2026-11-10T00:00:00Z');
  database.close();
}

onBothStores((open) => {
  const opened = () => open({ capabilities: everything, services, clock: movedClock(NOON) });

  test('A4: the week: new, sent, pending, rate and the platforms, beside the week before', async () => {
    await using toban = await opened();
    const week = await toban.ask('report.weekly', { service: 'news' });
    assert.deepEqual(
      [week.kind, week.since, week.until, week.zone],
      ['weekly', '2026-11-14T15:00:00.000Z', '2026-11-21T15:00:00.000Z', 'Asia/Tokyo'],
    );
    assert.deepEqual(
      week.figures.map(({ name, value, previous, unit }: Record<string, unknown>) => [name, value, previous, unit]),
      [
        ['new', 4, 5, undefined],
        ['sent', 3, 2, undefined],
        ['pending', 4, undefined, undefined],
        ['rate', 75, 40, 'percent'],
      ],
    );
    assert.deepEqual(week.tables[0].rows, [
      ['dアニメストア', 2],
      ['Netflix', 1],
      ['TOKYO MX', 1],
    ]);
    assert.deepEqual(week.errors, {
      total: 3,
      days: [15, 16, 17, 18, 19, 20, 21].map((day) => ({
        day: `2026-11-${day}`,
        count: day === 18 ? 1 : day === 21 ? 2 : 0,
      })),
      previous: { total: 0 },
    });
    assert.deepEqual(week.deliveries, {
      accepted: 0,
      dead: 0,
      unknown: 0,
      rate: null,
      previous: { accepted: 0, dead: 0, unknown: 0, rate: null },
    });
  });

  test('A1: a day is the one of the service, and a figure that cannot be read spoils no other', async () => {
    await using toban = await opened();
    const day = await toban.ask('report.daily', { service: 'news' });
    assert.deepEqual(
      day.figures.map(({ name, value }: Record<string, unknown>) => [name, value]),
      [
        ['new', 4],
        ['pending', 4],
        ['broken', null],
      ],
    );
    assert.match(day.figures[2].error, /nowhere/);
    assert.equal(day.errors.total, 2);
    const before = await toban.ask('report.daily', { service: 'news', date: '2026-11-20' });
    assert.deepEqual([before.figures[0].value, before.errors.total], [0, 0]);
    await assert.rejects(toban.ask('report.daily', { service: 'news', date: '2026-11-22' }), { code: 'report.future' });
  });

  test('runs of jobs are counted on their day', async () => {
    const clock = movedClock(NOON);
    await using toban = await open({ capabilities: everything, services, clock });
    await toban.act('jobs.run', { service: 'news', job: 'noop' });
    assert.deepEqual((await toban.ask('report.daily', { service: 'news' })).jobs, {
      success: 1,
      partial: 0,
      failure: 0,
      previous: { success: 0, partial: 0, failure: 0 },
    });
    clock.moveTo('2026-11-22T03:30:00Z');
    assert.deepEqual((await toban.ask('report.daily', { service: 'news' })).jobs, {
      success: 0,
      partial: 0,
      failure: 0,
      previous: { success: 1, partial: 0, failure: 0 },
    });
  });
});

const textOf = async (toban: TestToban, input: object): Promise<string> =>
  (await toban.ask('report.weekly', { service: 'news', ...input })).text;

test('A4: the weekly report reads in a terminal in Japanese', async () => {
  await using toban = await openTestToban({ capabilities: everything, services, clock: movedClock(NOON) });
  assert.equal(
    await textOf(toban, { lang: 'ja' }),
    `週次レポート  新着配信 (news)
2026-11-15（日） 〜 2026-11-21（土）  Asia/Tokyo  2026-11-21 12:30 現在
───────────────────────────────────────────────────────────────────────

サービスの数値   7日間  前の7日間
  新規登録        4 件       5 件
  配信済み        3 件       2 件
  未配信          4 件
  配信率        75.0 %     40.0 %

配信（Toban）
  受理            0 件       0 件
  失敗            0 件       0 件
  結果不明        0 件       0 件
  配信成功率         –          –

ジョブ
  成功            0 件       0 件
  一部成功        0 件       0 件
  失敗            0 件       0 件

ログのエラー
  エラー          3 件       0 件

プラットフォーム別TOP5
  プラットフォーム  件数
  dアニメストア        2
  Netflix              1
  TOKYO MX             1

日別のエラー
  2026-11-15（日）  0 件
  2026-11-16（月）  0 件
  2026-11-17（火）  0 件
  2026-11-18（水）  1 件  ■■■■■■■■■■■■
  2026-11-19（木）  0 件
  2026-11-20（金）  0 件
  2026-11-21（土）  2 件  ■■■■■■■■■■■■■■■■■■■■■■■■`,
  );
});

test('A4: a report of a Toban that cannot deliver tells no deliveries', async () => {
  await using toban = await openTestToban({ capabilities: [report], services, clock: movedClock(NOON) });
  assert.equal(
    await textOf(toban, { date: '2026-11-14', lang: 'en' }),
    `Weekly report  Release news (news)
2026-11-08 (Sun) – 2026-11-14 (Sat)  Asia/Tokyo
───────────────────────────────────────────────

Figures          7 days  7 before
  New                 5         0
  Sent                2         0
  Pending (now)       4
  Rate           40.0 %         –

Platforms, top 5
  Platform  Releases
  Netflix          5`,
  );
});
