import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysIn, type Kind, periodBefore, periodOf } from './period.ts';

/** Half past midnight of the 21st in Tokyo, still the 20th in London. */
const NOW = Date.parse('2026-11-20T15:30:00Z');

const cases: [Kind, string | undefined, string, [string, string], [string, string]][] = [
  ['daily', undefined, 'Asia/Tokyo', ['2026-11-21', '2026-11-21'], ['2026-11-20T15:00:00Z', '2026-11-21T15:00:00Z']],
  ['daily', undefined, 'Europe/London', ['2026-11-20', '2026-11-20'], ['2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z']],
  ['weekly', undefined, 'Asia/Tokyo', ['2026-11-15', '2026-11-21'], ['2026-11-14T15:00:00Z', '2026-11-21T15:00:00Z']],
  [
    'weekly',
    '2026-10-28',
    'Europe/Berlin',
    ['2026-10-22', '2026-10-28'],
    ['2026-10-21T22:00:00Z', '2026-10-28T23:00:00Z'],
  ],
];

for (const [kind, date, zone, [firstDay, lastDay], [since, until]] of cases) {
  test(`A1, A4: ${kind} of ${date ?? 'today'} in ${zone}`, () => {
    const period = periodOf(kind, date, NOW, zone);
    assert.deepEqual(period, { kind, firstDay, lastDay, since: Date.parse(since), until: Date.parse(until) });
    assert.equal(periodBefore(period, zone).until, period.since);
  });
}

test('a week has seven days; a day that has not begun has no report', () => {
  assert.deepEqual(daysIn(periodOf('weekly', '2026-03-02', NOW, 'UTC')).at(0), '2026-02-24');
  assert.equal(daysIn(periodOf('weekly', undefined, NOW, 'UTC')).length, 7);
  assert.throws(() => periodOf('daily', '2026-11-21', NOW, 'UTC'), { code: 'report.future' });
});
