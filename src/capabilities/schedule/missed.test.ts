import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeInstants } from './missed.ts';

const MINUTE = 60_000;
const now = 1_000 * MINUTE;
const ago = (...minutes: number[]): number[] => minutes.map((count) => now - count * MINUTE);
const runs = (instants: number[], policy: 'skip' | 'once' | 'all'): number[] =>
  judgeInstants(instants, now, policy)
    .filter(({ state }) => state === 'waiting')
    .map(({ instant }) => (now - instant) / MINUTE);

test('what is on time runs under every policy', () => {
  for (const policy of ['skip', 'once', 'all'] as const) assert.deepEqual(runs(ago(1, 0), policy), [1, 0]);
});

test('skip runs only what is on time', () => {
  assert.deepEqual(runs(ago(600, 300), 'skip'), []);
  assert.deepEqual(runs(ago(600, 300, 0), 'skip'), [0]);
});

test('once makes up for all that was missed with the newest', () => {
  assert.deepEqual(runs(ago(600, 300, 240), 'once'), [240]);
  assert.deepEqual(runs(ago(600, 1, 0), 'once'), [0]);
});

test('all runs each, and as one that makes up for it', () => {
  assert.deepEqual(runs(ago(600, 300), 'all'), [600, 300]);
  assert.ok(judgeInstants(ago(600, 300), now, 'all').every(({ catchUp }) => catchUp));
});
