import assert from 'node:assert/strict';
import { appendFile, chmod, mkdtemp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openFiles } from './files.ts';
import type { Files } from './files.ts';

async function filesFor(t: TestContext): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), 'toban-files-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return openFiles(join(folder, 'data'));
}

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

for (const umask of [0o000, 0o022, 0o377]) {
  test(`what is written is 0600 and 0700 under the umask ${umask.toString(8)}`, async (t) => {
    const former = process.umask(umask);
    t.after(() => process.umask(former));
    const files = await filesFor(t);
    await files.writeAtomic('a/b/c.json', '{}');
    const writer = await files.append('logs/x.log');
    writer.write('line');
    await writer.close();
    await using _lock = await files.lock('data');
    const modes = ['a/b/c.json', 'logs/x.log', 'data.lock', 'data.lock.guard'].map((path) => modeOf(files.path(path)));
    assert.deepEqual(await Promise.all(modes), [0o600, 0o600, 0o600, 0o600]);
    const folders = [files.root, files.path('a'), files.path('a', 'b'), files.path('logs')].map(modeOf);
    assert.deepEqual(await Promise.all(folders), [0o700, 0o700, 0o700, 0o700]);
  });
}

test('a path never leaves the data folder', async (t) => {
  const files = await filesFor(t);
  for (const parts of [['..'], ['a', '../../x'], ['/etc/passwd'], ['a', '/etc'], ['a\0b'], ['../data-2/x']]) {
    assert.throws(() => files.path(...parts), { code: 'files.outside' }, parts.join());
  }
  assert.equal(files.path('a', '../b'), join(files.root, 'b'));
  assert.equal(files.path('..a'), join(files.root, '..a'));
  await assert.rejects(files.remove(files.root), { code: 'files.protected' });
  await assert.rejects(files.remove('/'), { code: 'files.protected' });
  await assert.rejects(files.readText('../x'), { code: 'files.outside' });
});

test('an atomic write replaces the content, keeps no temporary file, and also closes an open file', async (t) => {
  const files = await filesFor(t);
  await files.writeAtomic('x', 'one');
  await chmod(files.path('x'), 0o644);
  await files.writeAtomic('x', new Uint8Array([0x74, 0x77, 0x6f]));
  assert.equal(await files.readText('x'), 'two');
  assert.equal(await modeOf(files.path('x')), 0o600);
  assert.deepEqual(
    (await files.list('.')).map((entry) => entry.name),
    ['x'],
  );
});

test('what is not there reads as nothing', async (t) => {
  const files = await filesFor(t);
  assert.equal(await files.readText('none'), undefined);
  assert.equal(await files.stat('none/x'), undefined);
  assert.deepEqual(await files.list('none'), []);
  await files.remove('none');
  assert.ok((await files.free('none/deeper')) > 0);
});

test('a range ends where the file ends', async (t) => {
  const files = await filesFor(t);
  await files.writeAtomic('x', '0123456789');
  assert.equal((await files.readRange('x', 2, 5)).toString(), '234');
  assert.equal((await files.readRange('x', 8, 99)).toString(), '89');
  assert.equal((await files.readRange('x', 20, 99)).toString(), '');
});

test('no line is lost when the file is renamed away and opened anew', async (t) => {
  const files = await filesFor(t);
  const writer = await files.append('logs/x.log');
  for (let i = 0; i < 1000; i++) writer.write(`old ${i}`);
  await writer.flush();
  await rename(files.path('logs/x.log'), files.path('logs/x.log.1'));
  writer.write('still old');
  await writer.reopen();
  writer.write('new');
  await writer.close();
  const old = (await readFile(files.path('logs/x.log.1'), 'utf8')).trimEnd().split('\n');
  assert.equal(old.length, 1001);
  assert.equal(old.at(-1), 'still old');
  assert.equal(await files.readText('logs/x.log'), 'new\n');
});

test('a full buffer drops lines, counts them and marks the place', async (t) => {
  const files = await filesFor(t);
  const writer = await files.append('x.log');
  const line = 'x'.repeat(1023);
  const started = performance.now();
  for (let i = 0; i < 5000; i++) writer.write(line);
  assert.ok(performance.now() - started < 500);
  await writer.flush();
  writer.write('after');
  await writer.close();
  const lines = ((await files.readText('x.log')) ?? '').trimEnd().split('\n');
  assert.equal(lines.filter((found) => found === line).length, 4096);
  assert.deepEqual(lines.slice(-2), ['… 904 lines dropped', 'after']);
});

test('a full disk is told by flush and by close', { skip: process.platform !== 'linux' }, async (t) => {
  const files = await filesFor(t);
  const writer = await files.append('/dev/full');
  writer.write('one');
  await assert.rejects(writer.flush(), { code: 'files.write-failed' });
  await assert.rejects(writer.close(), { code: 'files.write-failed' });
});

async function follow(t: TestContext, files: Files, path: string, from = 0): Promise<string[]> {
  const lines: string[] = [];
  const stop = new AbortController();
  const done = (async () => {
    for await (const line of files.follow(path, from, stop.signal)) lines.push(line);
  })();
  t.after(async () => {
    stop.abort();
    await done;
  });
  return lines;
}

async function until(claim: () => boolean): Promise<void> {
  for (let i = 0; i < 150 && !claim(); i++) await pause(20);
}

test('following gives lines as they are completed, also of a file that appears later', async (t) => {
  const files = await filesFor(t);
  const lines = await follow(t, files, 'x.log');
  await pause(50);
  const path = files.path('x.log');
  await writeFile(path, 'one\r\ntwo\nthr');
  await until(() => lines.length === 2);
  assert.deepEqual(lines, ['one', 'two']);
  const [half, other] = [Buffer.from('当').subarray(0, 1), Buffer.from('当').subarray(1)];
  await appendFile(path, Buffer.concat([Buffer.from('ee '), half]));
  await pause(200);
  await appendFile(path, Buffer.concat([other, Buffer.from('\n')]));
  await until(() => lines.length === 3);
  assert.equal(lines[2], 'three 当');
});

test('following survives a rotation: late lines of the old file, then the new one', async (t) => {
  const files = await filesFor(t);
  const path = files.path('x.log');
  await writeFile(path, 'skipped\none\n');
  const lines = await follow(t, files, 'x.log', 8);
  await until(() => lines.length === 1);
  await rename(path, `${path}.1`);
  await writeFile(path, 'three\n');
  await pause(50);
  await appendFile(`${path}.1`, 'two\n');
  await until(() => lines.length === 3);
  assert.deepEqual(lines, ['one', 'two', 'three']);
});

test('following survives truncation, also when the file has grown past the old place', async (t) => {
  const files = await filesFor(t);
  const path = files.path('x.log');
  await writeFile(path, 'first\n');
  const lines = await follow(t, files, 'x.log');
  await until(() => lines.length === 1);
  await truncate(path, 0);
  await writeFile(path, 'a much longer second line\nthird\n');
  await until(() => lines.length === 3);
  assert.deepEqual(lines, ['first', 'a much longer second line', 'third']);
});
