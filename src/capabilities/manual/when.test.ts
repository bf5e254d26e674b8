import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inWords } from './when.ts';

for (const [expression, en, ja] of [
  ['0 8,12,20 * * *', 'every day at 8:00, 12:00, 20:00', '毎日 8:00、12:00、20:00'],
  ['30 7 * * *', 'every day at 7:30', '毎日 7:30'],
  ['5 3 * * 0', 'every Sunday at 3:05', '毎週日曜 3:05'],
  ['0 0 1 * *', 'on day 1 of the month at 0:00', '毎月1日 0:00'],
  ['15 * * * *', 'every hour at minute 15', '毎時15分'],
  ['*/5 * * * *', 'every 5 minutes', '5分ごと'],
  ['0 9-17 * * 1-5', undefined, undefined],
  ['0 8 1 1 *', undefined, undefined],
  ['0 8 13 * 5', undefined, undefined],
] as const) {
  test(`F3: ${expression} reads “${en ?? 'as it is'}”`, () => {
    assert.equal(inWords(expression, 'en'), en);
    assert.equal(inWords(expression, 'ja'), ja);
  });
}
