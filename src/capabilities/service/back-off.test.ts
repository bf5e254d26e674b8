import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backOffMs } from './back-off.ts';

test('the wait after a crash doubles from one second to a minute, with some chance', () => {
  const middle = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((crashes) => backOffMs(crashes, 0.5));
  assert.deepEqual(middle, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  assert.deepEqual([backOffMs(1, 0), backOffMs(1, 1)], [800, 1200]);
});
