import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finding, testContext } from '../test/context.ts';
import { endDigest, digestsIn, prepareDigest } from '../src/digest/records.ts';
import { waitingEntries } from '../src/digest/entries.ts';
import { saveFinding } from '../src/releases/records.ts';
import { figures } from './figures.ts';

const DAY = { since: '2026-11-20T15:00:00Z', until: '2026-11-21T15:00:00Z' };
const WEEK = { since: '2026-11-14T15:00:00Z', until: '2026-11-21T15:00:00Z' };

/** Nine releases of the week on two platforms; four were delivered at half past midnight in Tokyo. */
function filled() {
  const context = testContext();
  const { database } = context;
  for (let number = 1; number <= 9; number += 1) {
    const platform = number <= 6 ? 'TOKYO MX' : '';
    saveFinding(database, finding({ number: String(number), platform }), new Date('2026-11-19T00:00:00Z'));
  }
  const at = new Date('2026-11-20T15:30:00Z');
  prepareDigest(database, waitingEntries(database, { limit: 4 }), { day: '2026-11-21', part: 1, parts: 1 }, at);
  for (const digest of digestsIn(database, 'prepared')) endDigest(database, digest.id, 'delivered', at);
  return database;
}

function figure(name: string, bounds: { since: string; until: string }): unknown[][] {
  const { sql } = figures.find((one) => one.name === name) ?? assert.fail(`no figure ${name}`);
  const statement = filled().prepare(sql);
  statement.setAllowUnknownNamedParameters(true);
  return statement.all(bounds).map((row) => Object.values(row));
}

test('A1: what was delivered half an hour after midnight in Tokyo counts for that day', () => {
  assert.deepEqual(figure('delivered', DAY), [[4]]);
  assert.deepEqual(figure('delivered', { since: '2026-11-19T15:00:00Z', until: DAY.since }), [[0]]);
  assert.deepEqual(figure('pending', DAY), [[5]]);
  assert.equal(figures[1]?.name, 'pending', 'the daily checklist reads it by this place');
});

test('A4: the week: new, sent, pending, rate and the platforms', () => {
  assert.deepEqual(
    ['registered', 'sent-of-new', 'pending-of-new', 'rate'].map((name) => figure(name, WEEK)[0]?.[0]),
    [9, 4, 5, 44.4],
  );
  assert.deepEqual(figure('top-platforms', WEEK), [
    ['TOKYO MX', 6],
    ['-', 3],
  ]);
});

test('A4: a week without anything new has no rate', () => {
  assert.deepEqual(figure('rate', { since: '2026-10-01T00:00:00Z', until: '2026-10-08T00:00:00Z' }), [[null]]);
});
