import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openStore } from '#platform/db/store.ts';
import { openTestToban } from '#test/toban.ts';
import { capabilities, freePort, lives, program, SERVER, until } from './programs.fixture.ts';

/** Kills a supervising Toban, does something to what it left, opens another and answers which processes live then. */
async function afterKill(
  meanwhile: (data: string) => Promise<void>,
): Promise<{ left: number[]; living: number[]; shown: number[] }> {
  const [data, folder] = [
    await mkdtemp(join(tmpdir(), 'toban-killed-')),
    await mkdtemp(join(tmpdir(), 'toban-killed-')),
  ];
  try {
    const port = await freePort();
    const manual = await program(folder, SERVER, {
      environment: { PORT: String(port) },
      health: { url: `http://127.0.0.1:${port}/`, every: '1s' },
    });
    const pids = async () => (await readFile(join(folder, 'pids'), 'utf8')).trim().split(/\s+/).map(Number);
    const victim = spawn(process.execPath, [
      join(import.meta.dirname, 'supervising.fixture.ts'),
      data,
      folder,
      String(port),
    ]);
    await once(victim.stdout, 'data');
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    const left = (await pids()).filter(lives);
    await meanwhile(data);
    await using toban = await openTestToban({ capabilities, services: [manual], folder: data });
    toban.startWorkers();
    const status = await until(async () => {
      const found = await toban.ask('service.status', { service: 'bot' });
      return found.state === 'running' && found.pids.length === 2 && found;
    });
    return { left, living: (await pids()).filter(lives), shown: status.pids };
  } finally {
    await Promise.all([data, folder].map((path) => rm(path, { recursive: true, force: true })));
  }
}

test('after Toban was killed its processes are ended before they start anew: never two', async () => {
  const { left, living, shown } = await afterKill(async () => {});
  assert.equal(left.length, 2);
  assert.deepEqual(living, shown);
  assert.ok(left.every((pid) => !living.includes(pid)));
});

test('a process whose pid was never written down is found by its mark', async () => {
  const { left, living } = await afterKill(async (data) => {
    const store = await openStore({ path: join(data, 'toban.db') });
    await store.db.updateTable('service_processes').set({ pid: null, ticks: null }).execute();
    await store.close();
  });
  assert.equal(living.length, 2);
  assert.ok(left.every((pid) => !living.includes(pid)));
});
