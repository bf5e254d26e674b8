import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftInWords } from './left.ts';

const cases: [number, string, string][] = [
  [(9 * 60 + 25) * 60_000, '9 h 25 min', '9時間25分'],
  [2 * 3_600_000, '2 h', '2時間'],
  [59 * 60_000 + 59_999, '59 min', '59分'],
  [(3 * 24 * 60 + 5 * 60 + 7) * 60_000, '3 d 5 h', '3日5時間'],
  [59_000, 'less than a minute', '1分未満'],
  [-1, 'less than a minute', '1分未満'],
];

for (const [ms, en, ja] of cases) {
  test(`A3: ${en} left, in both languages`, () => {
    assert.equal(leftInWords(ms, 'en'), en);
    assert.equal(leftInWords(ms, 'ja'), ja);
  });
}
