import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rfc3339 } from '#platform/clock.ts';
import type { Period } from '#manual/guides.ts';
import { isoWeekOf, spanAt, spanBefore } from './period.ts';

const spans: [Period, at: string, zone: string, key: string, since: string, until: string][] = [
  ['daily', '2026-11-20T15:30:00Z', 'Asia/Tokyo', '2026-11-21', '2026-11-20T15:00:00.000Z', '2026-11-21T15:00:00.000Z'],
  ['daily', '2026-11-20T15:30:00Z', 'UTC', '2026-11-20', '2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'],
  ['weekly', '2026-11-22T14:59:59Z', 'Asia/Tokyo', '2026-W47', '2026-11-15T15:00:00.000Z', '2026-11-22T15:00:00.000Z'],
  ['weekly', '2026-11-22T15:00:00Z', 'Asia/Tokyo', '2026-W48', '2026-11-22T15:00:00.000Z', '2026-11-29T15:00:00.000Z'],
  ['monthly', '2026-11-30T15:00:00Z', 'Asia/Tokyo', '2026-12', '2026-11-30T15:00:00.000Z', '2026-12-31T15:00:00.000Z'],
  ['monthly', '2028-02-10T00:00:00Z', 'UTC', '2028-02', '2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'],
  [
    'daily',
    '2026-10-25T12:00:00Z',
    'Europe/Berlin',
    '2026-10-25',
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
  ],
];

for (const [period, at, zone, key, since, until] of spans) {
  test(`A23: ${period} in ${zone} at ${at} is ${key}`, () => {
    const span = spanAt(period, Date.parse(at), zone);
    assert.deepEqual(
      { ...span, since: rfc3339(span.since), until: rfc3339(span.until) },
      { period, key, since, until },
    );
  });
}

for (const [day, week] of [
  ['2026-01-01', '2026-W01'],
  ['2027-01-01', '2026-W53'],
  ['2027-01-04', '2027-W01'],
  ['2024-12-30', '2025-W01'],
  ['2023-01-01', '2022-W52'],
] as const) {
  test(`the ISO week of ${day} is ${week}`, () => assert.equal(isoWeekOf(day), week));
}

test('each period begins where the one before it ends, over four years', () => {
  for (const period of ['daily', 'weekly', 'monthly'] as const) {
    let span = spanAt(period, Date.parse('2028-12-31T12:00:00Z'), 'America/New_York');
    while (span.since > Date.parse('2025-01-01T00:00:00Z')) {
      const before = spanBefore(span, 'America/New_York');
      assert.equal(before.until, span.since, `${period} ${span.key}`);
      assert.notEqual(before.key, span.key);
      span = before;
    }
  }
});
