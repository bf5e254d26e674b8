import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOfCode, makeCode } from './one-time-code.ts';

test('a code is readable and counts as the same however it is typed', () => {
  const code = makeCode();
  assert.match(code, /^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
  for (const typed of [code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `]) {
    assert.equal(hashOfCode(typed), hashOfCode(code));
  }
  assert.notEqual(hashOfCode(makeCode()), hashOfCode(code));
});
