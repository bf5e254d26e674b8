import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fact } from '#manual/guides.ts';
import { fact } from '#manual/guides.ts';
import { judge, valueAt } from './judge.ts';

const answer = { today: 3, rate: null, items: [{ outcome: 'success', ok: true }], none: [] };
const asking = (ask: Partial<Fact>) =>
  fact('it', { en: 'It', ja: 'それ' }, { query: 'logs.errors', path: 'today', ...ask }) as Fact;

test('a path leads through objects and lists, and never to what an object inherits', () => {
  assert.equal(valueAt(answer, 'items.0.outcome'), 'success');
  assert.equal(valueAt(answer, 'items.1.outcome'), undefined);
  assert.equal(valueAt(answer, 'constructor'), undefined);
  assert.equal(valueAt(null, 'today'), undefined);
});

const cases: [string, Partial<Fact>, boolean | null, string][] = [
  ['at most, and it is', { atMost: 3 }, true, '3'],
  ['at most, and it is more', { atMost: 2 }, false, '3 (≤ 2)'],
  ['at least, and it is less', { atLeast: 4 }, false, '3 (≥ 4)'],
  ['between two limits', { atLeast: 1, atMost: 5 }, true, '3'],
  ['a word, and it is that', { path: 'items.0.outcome', is: 'success' }, true, 'success'],
  ['a word, and it is another', { path: 'items.0.outcome', is: 'failure' }, false, 'success (= failure)'],
  ['null is a value that can be asked for', { path: 'rate', is: null }, true, 'null'],
  ['nothing asked: anything there holds', { path: 'items.0.ok' }, true, 'true'],
  ['nothing asked: an empty list does not hold', { path: 'none' }, false, '[]'],
  [
    'a limit on what is no number says nothing',
    { path: 'rate', atLeast: 95 },
    null,
    'rate of logs.errors is no number: null',
  ],
  [
    'a path into nothing says nothing',
    { path: 'items.7.outcome', is: 'success' },
    null,
    'logs.errors answers nothing at items.7.outcome',
  ],
];

for (const [name, ask, ok, detail] of cases) {
  test(`A23: a fact: ${name}`, () => assert.deepEqual(judge(asking(ask), answer), { ok, detail }));
}
