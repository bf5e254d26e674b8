import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BASE_MS, backoffMs, CAP_MS, closedForMs } from './backoff.ts';
import { verdictOf } from './verdict.ts';

const now = 1_000_000;
const judging = { category: { unknown: 'retry' as const, attempts: 3 }, now, random: 1 };
const hold = { ...judging, category: { ...judging.category, unknown: 'hold' as const } };
const retry = { kind: 'retry' as const, code: 'smtp.451', answer: 'later' };

test('a failure that may pass waits by chance up to a limit that doubles', () => {
  assert.equal(backoffMs(1, 1), BASE_MS);
  assert.equal(backoffMs(4, 1), BASE_MS * 8);
  assert.equal(backoffMs(4, 0.25), BASE_MS * 2);
  assert.equal(backoffMs(40, 1), CAP_MS);
  assert.equal(backoffMs(1, 0), 0);
});

test('nothing is tried before the provider allows it', () => {
  assert.equal(backoffMs(1, 0, 120_000), 120_000);
  assert.equal(verdictOf({ failures: 0 }, { ...retry, retryAfterMs: 90_000 }, judging).ready_at, now + 90_000);
  assert.equal(closedForMs('throttled', 1, 120_000), 120_000);
});

test('a channel that refuses us is tried after 30 s, then rarer, at least each 15 minutes', () => {
  assert.deepEqual(
    [1, 2, 3, 6, 20].map((failures) => closedForMs('credentials', failures)),
    [30_000, 60_000, 120_000, 900_000, 900_000],
  );
});

test('attempts that failed are counted, and the last one ends it', () => {
  const once = verdictOf({ failures: 0 }, retry, judging);
  assert.deepEqual([once.state, once.failures, once.token], ['ready', 1, null]);
  const last = verdictOf({ failures: 2 }, retry, judging);
  assert.deepEqual([last.state, last.failures, last.retryable, last.ended_at], ['dead', 3, 1, now]);
});

test('a refusal for good is not tried again', () => {
  const refused = verdictOf({ failures: 0 }, { kind: 'refused', code: 'smtp.554', answer: 'no' }, judging);
  assert.deepEqual([refused.state, refused.retryable], ['dead', 0]);
  assert.deepEqual(
    verdictOf({ failures: 0 }, { kind: 'gone', code: 'smtp.550', answer: 'no such user' }, judging).state,
    'dead',
  );
});

test('a send without an answer is tried again as a possible duplicate, or waits for a person', () => {
  const again = verdictOf({ failures: 0 }, { kind: 'unknown', answer: 'cut' }, judging);
  assert.deepEqual([again.state, again.possible_duplicate, again.failures], ['ready', 1, 1]);
  const held = verdictOf({ failures: 0 }, { kind: 'unknown', answer: 'cut' }, hold);
  assert.deepEqual([held.state, held.ended_at], ['unknown', now]);
});
