import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { bootId } from '../commands/processes.ts';
import { openFiles } from '../files.ts';
import type { Files } from '../files.ts';

const HOLDER = `
  import { openFiles } from '${new URL('../files.ts', import.meta.url).href}';
  try {
    await openFiles(process.argv[1]).lock('data');
    console.log('held');
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.code + ' ' + error.message);
  }
`;

async function filesFor(t: TestContext): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), 'toban-lock-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return openFiles(folder);
}

async function holder(t: TestContext, files: Files): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLDER, files.root], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  const [bytes] = await once(child.stdout, 'data');
  return { child, said: String(bytes).trim() };
}

test('a second process refuses and names the pid of the first', async (t) => {
  const files = await filesFor(t);
  const { child, said } = await holder(t, files);
  assert.equal(said, 'held');
  await assert.rejects(files.lock('data'), { code: 'store.locked', message: new RegExp(`process ${child.pid}\\.`) });
  assert.equal((await files.ownerOf('data'))?.alive, true);
});

test('a lock left by a killed process is taken over', async (t) => {
  const files = await filesFor(t);
  const { child } = await holder(t, files);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal((await files.ownerOf('data'))?.alive, false);
  await using _lock = await files.lock('data');
  assert.equal((await files.ownerOf('data'))?.pid, process.pid);
});

test('of several processes that find one stale lock exactly one takes it', async (t) => {
  const files = await filesFor(t);
  await files.writeAtomic('data.lock', JSON.stringify({ pid: 9_999_999, ticks: '1', boot: 'x', since: 0 }));
  const all = await Promise.all(Array.from({ length: 6 }, () => holder(t, files)));
  assert.equal(all.filter(({ said }) => said === 'held').length, 1);
  assert.equal(all.filter(({ said }) => said.startsWith('store.locked')).length, 5);
});

test('a reused pid does not count as the owner', async (t) => {
  const files = await filesFor(t);
  await files.writeAtomic('data.lock', JSON.stringify({ pid: process.ppid, ticks: '1', boot: bootId(), since: 0 }));
  assert.equal((await files.ownerOf('data'))?.alive, false);
  await using _lock = await files.lock('data');
});

test('within one process the lock is held once, is let go on disposal, and a refusal does not weaken it', async (t) => {
  const files = await filesFor(t);
  {
    await using _lock = await files.lock('data');
    await assert.rejects(files.lock('data'), { code: 'store.locked' });
    assert.match((await holder(t, files)).said, /^store\.locked/);
    await files.remove('data.lock');
    assert.match((await holder(t, files)).said, /^store\.locked .* another process/, 'the guard alone holds too');
  }
  assert.equal(await files.ownerOf('data'), undefined);
  assert.equal((await holder(t, files)).said, 'held');
});
