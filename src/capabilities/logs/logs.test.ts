import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { jsonLog, textLog } from '#manual/logs.ts';
import type { ServiceManual } from '#manual/service.ts';
import { movedClock } from '#test/clock.ts';
import { openTestToban, type TestToban, type TestTobanOptions } from '#test/toban.ts';
import { captureOutput, logs } from './index.ts';
import { rotateDue } from './worker.ts';

const bot: Partial<ServiceManual> = { zone: 'Asia/Tokyo', logs: [jsonLog('bot', { keep: 3 })] };

function open(manual: Partial<ServiceManual> = bot, options: Partial<TestTobanOptions> = {}): Promise<TestToban> {
  const service = { id: 'kotonoha', title: { en: 'Bot', ja: 'ボット' }, folder: '/', ...manual };
  return openTestToban({ capabilities: [logs], services: [service as never], ...options });
}

async function capture({ toban }: TestToban, ...lines: string[]): Promise<void> {
  const captured = captureOutput(toban, 'kotonoha', 'bot');
  for (const line of lines) captured.line('stdout', line);
  await captured.close();
}

const texts = (answer: { items: { text: string }[] }) => answer.items.map((item) => item.text);

test('E3: captured output is found newest first, redacted, by text, level, run and time', async () => {
  await using toban = await open(bot, { environment: { BOT_TOKEN: 'very-secret-value' } });
  const captured = captureOutput(toban.toban, 'kotonoha', 'bot');
  captured.line('stdout', '{"level":30,"msg":"started with very-secret-value"}');
  captured.line('stderr', 'ERROR no answer from \u001b[31mDiscord\u001b[0m');
  captured.line('stdout', 'job line', 'r_1');
  await captured.close();
  const all = await toban.ask('logs.search', { service: 'kotonoha' });
  assert.deepEqual(texts(all), ['job line', 'ERROR no answer from Discord', 'started with [redacted]']);
  assert.deepEqual(
    all.items.map((item: { level: string }) => item.level),
    [null, 'error', 'info'],
  );
  assert.deepEqual(texts(await toban.ask('logs.search', { text: 'discord' })), ['ERROR no answer from Discord']);
  assert.deepEqual(texts(await toban.ask('logs.search', { level: 'warn' })), ['ERROR no answer from Discord']);
  assert.deepEqual(texts(await toban.ask('logs.search', { run: 'r_1' })), ['job line']);
  assert.deepEqual(texts(await toban.ask('logs.search', { since: '1h' })).length, 3);
  assert.deepEqual(texts(await toban.ask('logs.search', { until: '1h' })), []);
  const path = join(toban.folder, 'logs/kotonoha/bot.jsonl');
  assert.doesNotMatch(await readFile(path, 'utf8'), /very-secret/);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test('E3: the last lines are shown in their order, and followed over a rotation', async () => {
  await using toban = await open();
  await capture(toban, ...Array.from({ length: 250 }, (_, index) => `line ${index}`));
  assert.deepEqual(
    texts(await toban.ask('logs.tail', { service: 'kotonoha' })),
    Array.from({ length: 100 }, (_, index) => `line ${150 + index}`),
  );
  const ending = new AbortController();
  const asker = { actor: { kind: 'local', id: 'l', name: 'l', role: 'viewer' } as const, signal: ending.signal };
  const followed: string[] = [];
  const captured = captureOutput(toban.toban, 'kotonoha', 'bot');
  const reading = (async () => {
    for await (const item of await toban.toban.follow('logs.tail', { service: 'kotonoha', lines: 2 }, asker)) {
      followed.push((item as { text: string }).text);
      if (followed.length === 6) ending.abort();
    }
  })();
  await new Promise((resolve) => setTimeout(resolve, 400));
  captured.line('stdout', 'one');
  captured.line('stdout', 'two');
  assert.equal((await toban.act('logs.rotate', { service: 'kotonoha' })).outcome, 'succeeded');
  captured.line('stdout', 'three');
  captured.line('stdout', 'four');
  await reading;
  await captured.close();
  assert.deepEqual(followed, ['line 248', 'line 249', 'one', 'two', 'three', 'four']);
});

test('pages of a search join without gap or repetition, over logs, rotations and new lines', async () => {
  await using toban = await open();
  for (let part = 0; part < 4; part++) {
    await capture(toban, ...Array.from({ length: 50 }, (_, index) => `line ${part * 50 + index}`));
    if (part < 3) await toban.act('logs.rotate', { service: 'kotonoha' });
  }
  const found: string[] = [];
  for (let cursor: string | undefined, page = 0; ; page++) {
    const answer = await toban.ask('logs.search', {
      service: 'kotonoha',
      limit: 30,
      text: 'line',
      ...(cursor && { cursor }),
    });
    found.push(...texts(answer));
    if (page === 1) await toban.act('logs.rotate', { service: 'kotonoha' });
    if (page === 2) await capture(toban, 'line new');
    if (!answer.next) break;
    cursor = answer.next;
  }
  assert.deepEqual(
    found,
    Array.from({ length: 200 }, (_, index) => `line ${199 - index}`),
  );
});

test('A14: rotation loses no line, compresses one rotation later, leaves empty and missing logs, keeps so many days', async () => {
  const clock = movedClock('2026-11-21T14:59:00Z');
  await using toban = await open(bot, { clock });
  const folder = join(toban.folder, 'logs/kotonoha');
  await rotateDue(toban.toban);
  const captured = captureOutput(toban.toban, 'kotonoha', 'bot');
  const told: string[] = [];
  for (let day = 0; day < 6; day++) {
    for (let index = 0; index < 100; index++) {
      told.push(`day ${day} line ${index}`);
      captured.line('stdout', told.at(-1) as string);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
    clock.moveTo(Date.parse('2026-11-21T15:01:00Z') + day * 86_400_000);
    await rotateDue(toban.toban);
    await rotateDue(toban.toban);
  }
  await captured.close();
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'));
  assert.deepEqual(names.toSorted(), [
    'bot-2026-11-24.jsonl.gz',
    'bot-2026-11-25.jsonl.gz',
    'bot-2026-11-26.jsonl',
    'bot.jsonl',
  ]);
  assert.equal((await stat(join(folder, 'bot-2026-11-24.jsonl.gz'))).mode & 0o777, 0o600);
  const lines = gunzipSync(await readFile(join(folder, 'bot-2026-11-24.jsonl.gz')))
    .toString('utf8')
    .trimEnd()
    .split('\n');
  assert.equal(lines.length, 100);
  assert.deepEqual(texts(await toban.ask('logs.search', { limit: 1000 })), told.slice(-300).toReversed());
});

test('a clock that leaps a year ahead removes no log', async () => {
  const clock = movedClock('2026-11-21T00:00:00Z');
  await using toban = await open(bot, { clock });
  await capture(toban, 'before');
  clock.moveTo('2027-11-21T00:00:00Z');
  await rotateDue(toban.toban);
  await rotateDue(toban.toban);
  assert.deepEqual(texts(await toban.ask('logs.search', {})), ['before']);
});

test('A15: errors are counted per day in the zone of the service, days without are listed', async () => {
  const clock = movedClock('2026-11-20T14:30:00Z');
  await using toban = await open(bot, { clock });
  await capture(toban, 'ERROR before midnight in Tokyo', 'fine', '{"level":60,"msg":"fatal"}');
  clock.moveTo('2026-11-20T15:30:00Z');
  await capture(toban, '[error] after it', 'WARN not counted');
  const answer = await toban.ask('logs.errors', { service: 'kotonoha' });
  assert.deepEqual([answer.total, answer.today, answer.days.length], [3, 1, 7]);
  assert.deepEqual(answer.days.slice(-3), [
    { day: '2026-11-19', count: 0 },
    { day: '2026-11-20', count: 2 },
    { day: '2026-11-21', count: 1 },
  ]);
  assert.deepEqual(texts(answer), ['[error] after it']);
  await capture(toban, 'CRITICAL once more');
  await toban.act('logs.rotate', { service: 'kotonoha' });
  assert.equal((await toban.ask('logs.errors', { service: 'kotonoha' })).today, 2);
});

test("B4: the service's own files are read where they are, with their stacks and their rotated parts", async () => {
  await using toban = await open();
  const folder = join(toban.folder, 'service');
  await mkdir(folder);
  await writeFile(
    join(folder, 'app.log'),
    '2026-11-21 08:00:01,123 - ERROR - 認証失敗\nTraceback\n  at x\n2026-11-21 09:00:00,000 - INFO - ok\n',
  );
  await writeFile(join(folder, 'app.log.1'), '2026-11-20 08:00:00,000 - ERROR - yesterday\n');
  await using second = await open({ zone: 'Asia/Tokyo', folder, logs: [textLog('app', { path: 'app.log' })] });
  const day = { service: 'kotonoha', since: '2026-11-21', until: '2026-11-21' };
  const found = texts(await second.ask('logs.search', day));
  assert.deepEqual(
    found.map((text) => text.replace(/^.* - /, '')),
    ['ok', '  at x', 'Traceback', '認証失敗'],
  );
  assert.equal(texts(await second.ask('logs.search', { service: 'kotonoha' })).length, 5);
  const sources = await second.ask('logs.sources', {});
  assert.deepEqual([sources.items[0].path, sources.items[0].files], [join(folder, 'app.log'), 2]);
});

test('unknown logs, bad cursors and bad times are told', async () => {
  await using toban = await open();
  await assert.rejects(toban.ask('logs.search', { log: 'nope' }), { code: 'logs.unknown' });
  await assert.rejects(toban.ask('logs.search', { cursor: 'xx' }), { code: 'logs.bad-cursor' });
  await assert.rejects(toban.ask('logs.search', { since: 'yesterday' }), { code: 'input.invalid' });
});
