import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finding } from '../../test/context.ts';
import type { Finding } from '../sources/finding.ts';
import { filterFindings, wordMatcher } from './filter.ts';

const TEXTS: [string, string, boolean][] = [
  ['百合', '大室家は百合作品です', true],
  ['BL', 'BL作品', true],
  ['BL', 'ＢＬ学園', true],
  ['BL', 'BLEACH', false],
  ['R18', 'R18指定', true],
  ['R18', 'r18g', false],
  ['R-18', 'Ｒ－１８', true],
  ['エロ', 'ｴﾛ', true],
  ['C++', 'Learning C++', true],
];

for (const [word, text, matches] of TEXTS) {
  test(`A25: the NG word ${word} is ${matches ? '' : 'not '}in ${text}`, () =>
    assert.equal(wordMatcher(word)(text), matches));
}

const PLACES: [string, Partial<Finding>][] = [
  ['title', { title: '成人向けの話' }],
  ['kana', { titleKana: 'せいじん成人向け' }],
  ['English title', { titleEn: 'Something Hentai' }],
  ['genres', { genres: ['Drama', 'Hentai'] }],
  ['tags', { tags: ['成人向け'] }],
  ['adult flag', { adult: true }],
];

for (const [place, changes] of PLACES) {
  test(`A25: NG words are looked for in the ${place}`, () => {
    const { kept, dropped } = filterFindings(
      [finding(changes), finding({ title: '別の作品' })],
      ['成人向け', 'Hentai'],
    );
    assert.deepEqual([kept.map(({ title }) => title), dropped], [['別の作品'], 1]);
  });
}

test('A25: a work stays blocked until its NG word is taken off the list', () => {
  const known = filterFindings([finding({ tags: ['百合'] })], ['百合']).blocked;
  assert.equal(filterFindings([finding()], ['百合'], known).kept.length, 0);
  assert.equal(filterFindings([finding()], [], known).kept.length, 1);
});
