import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inert } from './inert.ts';
import { type LineFormat, parseLine } from './line.ts';

const plain: LineFormat = { captured: false, zone: 'Asia/Tokyo' };
const captured: LineFormat = { captured: true, zone: 'Asia/Tokyo' };
const at = (text: string) => Date.parse(text);

const TABLE: [name: string, line: string, level: string | null, time: number | null, text: string][] = [
  [
    'pino',
    '{"level":50,"time":1795212001123,"pid":7,"hostname":"h","msg":"broke","code":"E1"}',
    'error',
    1795212001123,
    'broke code=E1',
  ],
  ['pino fatal', '{"level":60,"time":1795212001123,"msg":"gone"}', 'critical', 1795212001123, 'gone'],
  [
    'words and ISO',
    '{"time":"2026-11-21T08:00:01.000Z","level":"WARNING","message":"slow"}',
    'warn',
    at('2026-11-21T08:00:01Z'),
    'slow',
  ],
  ['seconds', '{"ts":1795212001.5,"severity":"info","msg":"ok"}', 'info', 1795212001500, 'ok'],
  [
    'python',
    '2026-11-21 08:00:01,123 - app - ERROR - 認証失敗',
    'error',
    at('2026-11-20T23:00:01.123Z'),
    '2026-11-21 08:00:01,123 - app - ERROR - 認証失敗',
  ],
  [
    'offset',
    '2026-11-21T08:00:01+09:00 CRITICAL down',
    'critical',
    at('2026-11-20T23:00:01Z'),
    '2026-11-21T08:00:01+09:00 CRITICAL down',
  ],
  [
    'bracketed level',
    '[2026-11-21 08:00:01] [error] no',
    'error',
    at('2026-11-20T23:00:01Z'),
    '[2026-11-21 08:00:01] [error] no',
  ],
  ['first word of level counts', 'INFO the ERROR page was shown', 'info', null, 'INFO the ERROR page was shown'],
  ['a small word is prose', 'no error here, then WARN', 'warn', null, 'no error here, then WARN'],
  ['logfmt', 'level=error msg=x', 'error', null, 'level=error msg=x'],
  ['uncaught', 'TypeError: x is not a function', 'error', null, 'TypeError: x is not a function'],
  [
    'access',
    '127.0.0.1 - - [21/Nov/2026:08:00:01 +0900] "GET / HTTP/1.1" 200 5',
    null,
    at('2026-11-20T23:00:01Z'),
    '127.0.0.1 - - [21/Nov/2026:08:00:01 +0900] "GET / HTTP/1.1" 200 5',
  ],
  ['half a record', '{"level":50,"msg":"cut', null, null, '{"level":50,"msg":"cut'],
  ['nothing known', 'hello', null, null, 'hello'],
];

for (const [name, line, level, time, text] of TABLE) {
  test(`B4: a line is read: ${name}`, () => {
    const parsed = parseLine(line, plain);
    assert.deepEqual({ level: parsed.level, at: parsed.at, text: parsed.text }, { level, at: time, text });
  });
}

test('a captured line has the time of its capture unless it tells its own', () => {
  const wrap = (line: string) =>
    JSON.stringify({ time: '2026-11-21T00:00:00.000Z', stream: 'stderr', run: 'r_1', line });
  const [bare, own] = [
    parseLine(wrap('ERROR x'), captured),
    parseLine(wrap('{"level":30,"time":5e12,"msg":"y"}'), captured),
  ];
  assert.deepEqual(bare, {
    at: at('2026-11-21T00:00:00Z'),
    level: 'error',
    text: 'ERROR x',
    run: 'r_1',
    capturedAt: at('2026-11-21T00:00:00Z'),
  });
  assert.equal(own.at, 5e12);
});

test('a mark of dropped lines is a warning', () => {
  assert.equal(parseLine('… 12 lines dropped', captured).level, 'warn');
});

test("the manual's own pattern decides the level", () => {
  const format = { ...plain, levelPattern: /^<(\w+)>/ };
  assert.equal(parseLine('<crit> ERROR x', format).level, 'critical');
  assert.equal(parseLine('ERROR x', format).level, null);
});

test('log text is inert where it is shown', () => {
  assert.equal(inert('\u001b[31mred\u001b[0m\u001b]0;title\u0007 a\nb\u0008\u202ec\td'), 'red a ⏎ b\\u0008\\u202ec\td');
});
