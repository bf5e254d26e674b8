import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Checklist } from './list.ts';
import { checklistText } from './text.ts';

const list: Checklist = {
  service: 'news',
  period: 'daily',
  key: '2026-11-21',
  dueAt: '2026-11-21T15:00:00.000Z',
  overdue: true,
  previous: { key: '2026-11-20', complete: false },
  complete: false,
  items: [
    {
      item: 'errors',
      title: { en: 'No errors', ja: 'エラーなし' },
      kind: 'fact',
      done: true,
      ok: true,
      detail: '0, ≤ 0',
      hint: 'toban logs errors news',
    },
    {
      item: 'pending',
      title: { en: 'Few pending', ja: '未配信が少ない' },
      kind: 'fact',
      done: false,
      ok: false,
      detail: '9, ≤ 5',
      hint: 'toban jobs next news',
    },
    {
      item: 'jobs',
      title: { en: 'Jobs run', ja: 'ジョブが動く' },
      kind: 'fact',
      done: false,
      ok: null,
      detail: 'nothing yet',
    },
    {
      item: 'disk',
      title: { en: 'Enough disk', ja: 'ディスク残量' },
      kind: 'person',
      done: false,
      ok: null,
      hint: 'df -h',
    },
    {
      item: 'lamp',
      title: { en: 'Lamp is green', ja: 'ランプが緑' },
      kind: 'person',
      done: true,
      ok: null,
      by: 'aki',
      at: '2026-11-21T03:00:00.000Z',
      note: 'a bit dim',
    },
  ],
};

test('A23: the list reads in a terminal', () => {
  assert.equal(
    checklistText(list, { lang: 'ja', zone: 'Asia/Tokyo' }),
    `日次チェックリスト  news  2026-11-21  期限 2026-11-22 00:00 (Asia/Tokyo)

✔ エラーなし  errors  (0, ≤ 0)
✖ 未配信が少ない  pending  (9, ≤ 5)
    → toban jobs next news
? ジョブが動く  jobs  (nothing yet)
○ ディスク残量  disk
    → df -h
✔ ランプが緑  lamp  (aki: a bit dim)

2/5 完了
前回（2026-11-20）は未完了のままです。`,
  );
  const quiet = checklistText({ ...list, previous: null }, { lang: 'en', zone: 'UTC' });
  assert.ok(quiet.startsWith('news: daily checklist of 2026-11-21, due 2026-11-21 15:00 (UTC)'));
  assert.ok(quiet.endsWith('2 of 5 done'));
});
