import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aligned } from './columns.ts';
import { dayText, valueText } from './value-text.ts';

test('A4: numbers stand below each other beside Japanese labels', () => {
  const rows = [
    ['新規登録', '1,041 件'],
    ['Sent', '45 件'],
    ['dアニメストア', '3 件'],
  ];
  assert.deepEqual(aligned(rows, ['left', 'right']), [
    '新規登録       1,041 件',
    'Sent              45 件',
    'dアニメストア      3 件',
  ]);
});

test('values are told with their unit, and nothing is no zero', () => {
  assert.equal(valueText(null, 'percent', 'ja'), '–');
  assert.equal(valueText(44.4, 'percent', 'en'), '44.4 %');
  assert.equal(valueText(100, 'percent', 'en'), '100.0 %');
  assert.equal(valueText(1041, undefined, 'ja'), '1,041 件');
  assert.equal(valueText(1041, 'count', 'en'), '1,041');
  assert.equal(valueText(1_234_567, 'bytes', 'en'), '1.2 MB');
  assert.equal(valueText(12.34, 'ms', 'en'), '12.3 ms');
  assert.equal(valueText('a\u001b[2Jb', undefined, 'en'), 'ab');
  assert.equal(dayText('2026-11-21', 'ja'), '2026-11-21（土）');
  assert.equal(dayText('2026-11-21', 'en'), '2026-11-21 (Sat)');
});
