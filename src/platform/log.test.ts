import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { OpsError } from '#platform/errors.ts';
import { openFiles } from './files.ts';
import type { Files } from './files.ts';
import { openLog } from './log.ts';
import { openRotatingLog } from './log/rotation.ts';
import { openSecrets } from './secrets.ts';

async function filesFor(t: TestContext): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), 'toban-log-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return openFiles(folder);
}

async function rowsOf(files: Files): Promise<Record<string, unknown>[]> {
  const text = (await files.readText('logs/toban.log')) ?? '';
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('lines are JSON with time, level and fields, and nothing secret in any of them', async (t) => {
  const files = await filesFor(t);
  const secrets = openSecrets({
    files,
    environment: { A_TOKEN: 'secret"value', B_TOKEN: '1234567' },
    keyFile: files.path('key'),
  });
  await using log = openLog({ files, secrets });
  log.debug('not at this level');
  log.child({ service: 'tasks' }).info('sent with secret"value', { list: [{ at: 'x secret"value' }], number: 1234567 });
  const cause = new Error('cause secret"value');
  log.error('failed', { error: new OpsError('a.b', 'no secret"value', { hint: 'try c', cause }) });
  await log.flush();
  const [sent, failed, ...more] = await rowsOf(files);
  assert.equal(more.length, 0);
  assert.match(String(sent?.['time']), /^\d{4}-.*Z$/);
  assert.deepEqual(
    { ...sent, time: 0 },
    {
      level: 'info',
      time: 0,
      service: 'tasks',
      list: [{ at: 'x [redacted]' }],
      number: 1234567,
      msg: 'sent with [redacted]',
    },
  );
  const error = failed?.['error'] as { code: string; message: string; hint: string; cause: { message: string } };
  assert.deepEqual(
    [error.code, error.message, error.hint, error.cause.message],
    ['a.b', 'no [redacted]', 'try c', 'cause [redacted]'],
  );
  assert.doesNotMatch((await files.readText('logs/toban.log')) ?? '', /secret.{1,3}value/);
});

test('a field that contains itself does not stop the log', async (t) => {
  const files = await filesFor(t);
  await using log = openLog({ files, secrets: { redact: (text) => text } });
  const loop: Record<string, unknown> = { big: 10n };
  loop['self'] = loop;
  log.info('loop', { loop });
  await log.flush();
  assert.equal((await rowsOf(files)).length, 1);
});

test('the file is rotated by size, so many are kept, and no line is lost between them', async (t) => {
  const files = await filesFor(t);
  const log = openRotatingLog(files.path('logs', 'x.log'), { bytes: 10_000, keep: 3 });
  for (let i = 0; i < 400; i++) {
    log.write(`${i}`.padStart(99, '0'));
    if (i % 10 === 0) await log.flush();
  }
  await log.close();
  const entries = (await files.list('logs')).filter((entry) => entry.size_bytes > 0).map((entry) => entry.name);
  assert.deepEqual(entries, ['x.log.1', 'x.log.2', 'x.log.3']);
  const texts = await Promise.all(
    ['x.log.3', 'x.log.2', 'x.log.1', 'x.log'].map((name) => files.readText(`logs/${name}`)),
  );
  const numbers = texts.join('').trimEnd().split('\n').map(Number);
  assert.deepEqual(
    numbers,
    Array.from({ length: numbers.length }, (_, i) => 400 - numbers.length + i),
  );
  assert.ok(numbers.length >= 290);
});

test('at the terminal lines are short, on stderr, and cannot steer it', async (t) => {
  const files = await filesFor(t);
  const program = `
    import { openFiles } from '${new URL('files.ts', import.meta.url).href}';
    import { openLog } from '${new URL('log.ts', import.meta.url).href}';
    await using log = openLog({ files: openFiles(process.argv[1]), secrets: { redact: (t) => t }, terminal: true });
    log.warn('a\\u001b[2Jb\\nc', { service: 'tasks' });
  `;
  const args = ['--input-type=module', '-e', program, files.root];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env: { NO_COLOR: '1' } });
  assert.equal(stdout, '');
  assert.match(stderr, /^\d\d:\d\d:\d\d warn  a\\u001b\[2Jb ⏎ c  service=tasks\n$/);
});
