import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inertText } from './inert-text.ts';

test('a terminal escape in a log line is seen and does nothing', () => {
  assert.equal(inertText('\u001b[31mred'), '\\x1b[31mred');
});

test('a mark that turns the direction of reading is written out', () => {
  assert.equal(inertText('exe.\u202Egpj'), 'exe.\\u202egpj');
});

test('tabs, new lines and Japanese stay as they are', () => {
  assert.equal(inertText('配信\t完了\n次'), '配信\t完了\n次');
});
