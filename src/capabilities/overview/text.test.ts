import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Overview, overviewText } from './text.ts';

const quiet: Overview = {
  concerns: [],
  services: [],
  deliveries: { today: { accepted: 0, dead: 0, unknown: 0, ready: 0 }, series: [] },
  next: [],
  recent: [],
};

test('where nothing is wrong, that is said', () => {
  assert.equal(
    overviewText(quiet, 'en', 'UTC'),
    `To be seen to
  ✔ All is well.

Deliveries today
  0 accepted, 0 failed, 0 unknown, 0 waiting`,
  );
});

test('the overview reads in a terminal, what is wrong first', () => {
  const busy: Overview = {
    concerns: [
      {
        level: 'critical',
        service: 'news',
        title: { en: 'Stopped', ja: '緊急停止中' },
        detail: 'twice',
        hint: 'toban emergency clear news',
      },
    ],
    services: [
      { service: 'news', title: { en: 'News', ja: '新着配信' }, state: 'running', health: 'up' },
      { service: 'kotonoha', title: { en: 'Bot', ja: 'ことのは' }, state: 'stopped', health: 'unknown' },
    ],
    deliveries: { today: { accepted: 45, dead: 1, unknown: 0, ready: 3 }, series: [] },
    next: [
      {
        service: 'news',
        job: 'deliver',
        local: '2026-11-22 08:00',
        zone: 'Asia/Tokyo',
        left: '9時間25分',
        paused: false,
      },
    ],
    recent: [
      {
        operation: 'jobs.run',
        title: { en: 'Run a job', ja: 'ジョブを実行' },
        service: 'news',
        state: 'succeeded',
        createdAt: '2026-11-21T03:30:00Z',
        actor: { name: 'aki' },
      },
    ],
  };
  assert.equal(
    overviewText(busy, 'ja', 'Asia/Tokyo'),
    `要対応
  ✖ news: 緊急停止中  (twice)
      → toban emergency clear news

サービス
  news      running  up       新着配信
  kotonoha  stopped  unknown  ことのは

今日の配信
  受理 45 件、失敗 1 件、結果不明 0 件、待機中 3 件

次の予定
  2026-11-22 08:00 Asia/Tokyo  9時間25分  news deliver

最近の操作
  2026-11-21 12:30  succeeded  aki  news  ジョブを実行`,
  );
});
