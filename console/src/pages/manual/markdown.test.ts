import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInline, parseMarkdown } from './markdown.ts';

test('headings, paragraphs, lists, code and tables are told apart', () => {
  const blocks = parseMarkdown(
    '# T\n\none\ntwo\n\n- a\n- b\n\n1. c\n\n```\n# x\n```\n\n| h | i |\n|---|---|\n| 1 | 2 |\n',
  );
  assert.deepEqual(blocks, [
    { kind: 'heading', level: 1, text: 'T' },
    { kind: 'paragraph', text: 'one two' },
    { kind: 'list', ordered: false, items: ['a', 'b'] },
    { kind: 'list', ordered: true, items: ['c'] },
    { kind: 'code', text: '# x' },
    { kind: 'table', head: ['h', 'i'], rows: [['1', '2']] },
  ]);
});

test('a tag stays text', () => {
  assert.deepEqual(parseInline('<script>x</script>'), [{ kind: 'text', text: '<script>x</script>' }]);
});

test('a link to anything but the web stays text', () => {
  assert.deepEqual(parseInline('[a](javascript:alert(1))'), [{ kind: 'text', text: '[a](javascript:alert(1))' }]);
});

test('code and strong words are found inside a line', () => {
  assert.deepEqual(parseInline('run `toban up` **now**'), [
    { kind: 'text', text: 'run ' },
    { kind: 'code', text: 'toban up' },
    { kind: 'text', text: ' ' },
    { kind: 'strong', text: 'now' },
  ]);
});

test('an unclosed fence or a lone bar ends with the text', () => {
  assert.deepEqual(parseMarkdown('```\nx'), [{ kind: 'code', text: 'x' }]);
  assert.deepEqual(parseMarkdown('a | b'), [{ kind: 'paragraph', text: 'a | b' }]);
});
