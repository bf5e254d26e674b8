import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameFits, partsOf } from './pattern.ts';

for (const [name, pattern, fits] of [
  ['a.tmp', '*.tmp', true],
  ['a.tmp', 'a.tmp', true],
  ['a.tmp.gz', '*.tmp', false],
  ['.hidden.tmp', '*.tmp', false],
  ['.hidden.tmp', '.*.tmp', true],
  ['tmp', '*', true],
  ['.env', '*', false],
  ['run-12-of-3.lock', 'run-*-of-*.lock', true],
  ['run-12.lock', 'run-*-of-*.lock', false],
  ['ab', 'ab*b', false],
  ['abb', 'ab*b', true],
  ['a+b', 'a+b', true],
  ['aab', 'a+b', false],
  ['aXbXc', 'a*b*c', true],
] as const) {
  test(`A22: ${name} ${fits ? 'fits' : 'does not fit'} ${pattern}`, () => assert.equal(nameFits(name, pattern), fits));
}

test('a pattern names files within the folder only', () => {
  assert.deepEqual(partsOf('data/*.tmp'), ['data', '*.tmp']);
  assert.deepEqual(partsOf('./data//x'), ['data', 'x']);
  for (const pattern of ['/tmp/x', '../x', 'data/../../x', '', '.', 'a\0b'])
    assert.equal(partsOf(pattern), undefined, pattern);
});

test('many stars take no time', () => {
  assert.equal(nameFits('a'.repeat(200), `${'a*'.repeat(80)}b`), false);
});
