import assert from 'node:assert/strict';
import { test } from 'node:test';
import { displayWidth, fillEnd, fillStart } from './width.ts';

for (const [text, width] of [
  ['', 0],
  ['Toban', 5],
  ['配信済み', 8],
  ['ｱﾆﾒ', 3],
  ['TOP5（件）', 10],
  ['dアニメストア', 13],
  ['が', 2],
  ['か\u3099', 2],
  ['é', 1],
  ['e\u0301', 1],
  ['✅', 2],
  ['⚠️', 2],
  ['👨‍👩‍👧', 2],
  ['한국', 4],
  ['𠮷野家', 6],
  ['–', 1],
  ['\u200b', 0],
] as const) {
  test(`“${text}” takes ${width} columns`, () => assert.equal(displayWidth(text), width));
}

test('texts are filled to a width of columns, not of characters', () => {
  assert.equal(fillEnd('配信', 6), '配信  ');
  assert.equal(fillStart('配信', 6), '  配信');
  assert.equal(fillEnd('配信済み', 2), '配信済み');
});
