import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nextAttemptAt, WINDOW_MS } from './throttle.ts';

const now = 10_000_000;
const ago = (...minutes: number[]): number[] => minutes.map((minute) => now - minute * 60_000);

describe('throttling of sign-ins', () => {
  const cases: [string, { username: number[]; address: number[] }, number][] = [
    ['without failures the next attempt is free', { username: [], address: [] }, now],
    ['four failures of a username are let pass', { username: ago(1, 2, 3, 4), address: [] }, now],
    [
      'the fifth holds until the first of the five is a window old',
      { username: ago(1, 2, 3, 4, 5), address: [] },
      now - 300_000 + WINDOW_MS,
    ],
    ['of six the newest five count', { username: ago(1, 2, 3, 4, 5, 6), address: [] }, now - 300_000 + WINDOW_MS],
    ['failures older than the window count no more', { username: ago(1, 2, 3, 4, 15), address: [] }, now],
    ['nineteen from one address are let pass', { username: [], address: ago(...Array(19).fill(1)) }, now],
    ['twenty from one address are not', { username: [], address: ago(...Array(20).fill(1)) }, now - 60_000 + WINDOW_MS],
    [
      'the later of both holds',
      { username: ago(9, 9, 9, 9, 9), address: ago(...Array(20).fill(2)) },
      now - 120_000 + WINDOW_MS,
    ],
  ];
  for (const [name, failures, expected] of cases) {
    test(name, () => assert.equal(nextAttemptAt(failures, now), expected));
  }
});
