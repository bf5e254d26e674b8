import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, broadcastInstant, dayInJapanese, dayOf, feedInstant, isDay } from './tokyo.ts';

test('A25: a day begins at midnight in Tokyo, not in UTC', () => {
  assert.equal(dayOf(new Date('2026-11-20T14:59:59.999Z')), '2026-11-20');
  assert.equal(dayOf(new Date('2026-11-20T15:00:00.000Z')), '2026-11-21');
});

const BROADCASTS: [string | number, string | undefined][] = [
  [1795275000, '2026-11-21T15:30:00.000Z'],
  ['1795275000', '2026-11-21T15:30:00.000Z'],
  ['2026-11-21 25:30', '2026-11-21T16:30:00.000Z'],
  ['2026/11/21 24:00:00', '2026-11-21T15:00:00.000Z'],
  ['20261121230000', '2026-11-21T14:00:00.000Z'],
  ['202611212300', '2026-11-21T14:00:00.000Z'],
  ['2026-02-30 10:00', undefined],
  ['2026-11-21 48:00', undefined],
  ['soon', undefined],
];

for (const [value, instant] of BROADCASTS) {
  test(`A25: the broadcast time ${value} is ${instant ?? 'not understood'}`, () =>
    assert.equal(broadcastInstant(value)?.toISOString(), instant));
}

const FEEDS: [string, string | undefined][] = [
  ['Sat, 21 Nov 2026 00:00:00 +0900', '2026-11-20T15:00:00.000Z'],
  ['Sat, 21 Nov 2026 00:00:00 JST', '2026-11-20T15:00:00.000Z'],
  ['2026-11-21T00:00:00+09:00', '2026-11-20T15:00:00.000Z'],
  ['2026-11-21T00:00:00Z', '2026-11-21T00:00:00.000Z'],
  ['2026-11-21T00:00:00', '2026-11-20T15:00:00.000Z'],
  ['2026-11-21', '2026-11-20T15:00:00.000Z'],
  ['yesterday', undefined],
];

for (const [text, instant] of FEEDS) {
  test(`A25: the feed date ${text} is ${instant ?? 'not understood'}`, () =>
    assert.equal(feedInstant(text)?.toISOString(), instant));
}

test('days are real days', () => {
  assert.deepEqual(['2026-11-21', '2026-02-29', '2028-02-29', '21/11/2026'].map(isDay), [true, false, true, false]);
  assert.equal(addDays('2026-12-31', 1), '2027-01-01');
  assert.equal(dayInJapanese('2026-11-21'), '2026年11月21日(土)');
});
