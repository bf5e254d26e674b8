import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { linesBackwards, type RawLine } from './backwards.ts';

async function read(content: string, end?: number): Promise<RawLine[]> {
  const whole = Buffer.from(content);
  const bytes = { size: whole.length, read: async (from: number, to: number) => whole.subarray(from, to) };
  const lines: RawLine[] = [];
  for await (const batch of linesBackwards(bytes, end ?? whole.length)) lines.push(...batch);
  return lines;
}

test('lines come newest first, each with its offset, whole over the borders of chunks', async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index} ${'日本'.repeat(index % 40)}`);
  const content = `${lines.join('\n')}\n`;
  const found = await read(content);
  assert.deepEqual(
    found.map((line) => line.text),
    lines.toReversed(),
  );
  const whole = Buffer.from(content);
  for (const { text, offset } of found.slice(0, 500))
    assert.equal(whole.toString('utf8', offset, offset + Buffer.byteLength(text)), text);
});

test('reading goes on before an offset without a gap', async () => {
  const all = await read('a\nb\nc\nd\n');
  assert.deepEqual(
    (await read('a\nb\nc\nd\n', all[1]?.offset)).map((line) => line.text),
    ['b', 'a'],
  );
});

test('empty lines are left out, a last line without its end is not, carriage returns go', async () => {
  assert.deepEqual(
    (await read('\n\na\r\n\nb')).map((line) => line.text),
    ['b', 'a'],
  );
  assert.deepEqual(await read(''), []);
  assert.deepEqual(await read('\n'), []);
});

test('a line longer than a chunk is one line', async () => {
  const long = 'x'.repeat(700_000);
  assert.deepEqual(
    (await read(`a\n${long}\nb\n`)).map((line) => line.text),
    ['b', long, 'a'],
  );
});
