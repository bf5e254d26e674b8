import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNumber } from './numbers.ts';

const TITLES: [string, string, 'episode' | 'volume', string, string][] = [
  ['[第12話]灯りの名前', '12', 'episode', '', '灯りの名前'],
  ['作品 第3話「旅立ち」', '3', 'episode', '作品', '旅立ち'],
  ['作品 第十二話', '12', 'episode', '作品', ''],
  ['作品 第百五話', '105', 'episode', '作品', ''],
  ['作品　第０３巻', '3', 'volume', '作品', ''],
  ['作品 12巻', '12', 'volume', '作品', ''],
  ['作品(5)', '5', 'volume', '作品', ''],
  ['作品（５）', '5', 'volume', '作品', ''],
  ['Work vol. 7', '7', 'volume', 'Work', ''],
  ['Work Season 2 #3 A Name', '3', 'episode', 'Work Season 2', 'A Name'],
  ['Work ep 4', '4', 'episode', 'Work', ''],
  ['Work Episode 4.5', '4.5', 'episode', 'Work', ''],
  ['作品 第1話-第2話', '1', 'episode', '作品', '第2話'],
  ['作品 第1・2話', '1-2', 'episode', '作品', ''],
];

for (const [title, number, releaseType, before, after] of TITLES) {
  test(`A25: "${title}" is ${releaseType} ${number}`, () => {
    assert.deepEqual(findNumber(title), { number, releaseType, before, after });
  });
}

test('A25: a title without a number has none', () => {
  for (const title of ['番外編', '第七測量隊', '86', '九番線の幽霊', 'Revolver 7', 'お知らせ(重要)'])
    assert.equal(findNumber(title), undefined, title);
});
