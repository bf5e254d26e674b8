import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanTitle, matchKey } from './normalise.ts';

const SAME: [string, string[]][] = [
  [
    '葬送のフリーレン 第2期',
    [
      '葬送のフリーレン　第２期',
      '葬送のフリーレン（第２期）',
      '葬送のフリーレン Season 2',
      '葬送のフリーレン 2nd Season',
      '葬送のフリーレン シーズン2',
      '葬送のフリーレン 第二期',
      '葬送のフリーレン Ⅱ',
      '葬送のフリーレン 第2期 #3',
      '葬送のフリーレン 第2期 第3話',
      '「葬送のフリーレン」第2期',
    ],
  ],
  ['SPY×FAMILY', ['SPY x FAMILY', 'ＳＰＹ×ＦＡＭＩＬＹ', 'spy×family 第1期', 'SPY×FAMILY vol.12', 'SPY×FAMILY(12)']],
  ['【推しの子】', ['推しの子', '【推しの子】 第5巻']],
  ['ゆるキャン△', ['ゆるキャン', 'ゆる キャン △']],
];

for (const [title, spellings] of SAME) {
  test(`A25: the spellings of ${title} are one work`, () => {
    for (const spelling of spellings) assert.equal(matchKey(spelling), matchKey(title), spelling);
  });
}

test('A25: seasons and different works are kept apart', () => {
  const titles = [
    '葬送のフリーレン',
    '葬送のフリーレン 第2期',
    '葬送のフリーレン 第3期',
    '第七測量隊',
    '九番線の幽霊',
    '86',
    '!!!',
    '???',
  ];
  assert.equal(new Set(titles.map(matchKey)).size, titles.length);
});

test('a shown title is one line without direction marks', () => {
  assert.equal(cleanTitle(' 作品\r\nBcc: x@example.com\u202e逆\u0000 '), '作品 Bcc: x@example.com逆');
});
