import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestToban } from '#test/toban.ts';
import { capabilities, job, programs, service, until } from '../jobs.fixture.ts';

const hang = `require('node:fs').writeFileSync(process.argv[2], String(process.pid));
require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
process.on('SIGTERM', () => {});
setInterval(() => {}, 1000);`;

test('after a kill of Toban the next one ends what its jobs left behind, escapees too, and the job can run again', async () => {
  await using data = await programs({});
  await using files = await programs({ 'hang.cjs': hang });
  const life = spawn(
    process.execPath,
    [join(import.meta.dirname, '../killed-life.fixture.ts'), data.folder, files.folder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(life.stdout, 'data')) as [Buffer];
  const run = line.toString().trim();
  await until(() => readFile(files.path('pid'), 'utf8').catch(() => undefined));
  await new Promise((resolve) => setTimeout(resolve, 300));
  life.kill('SIGKILL');
  await once(life, 'exit');

  const services = [service(files.folder, [job('hang', ['node', 'hang.cjs', 'second'])])];
  await using toban = await openTestToban({ capabilities, services, folder: data.folder });
  assert.equal(toban.toban.commands.withMark(`job:${run}`).length, 2, 'the kill left a process and its escapee');
  toban.startWorkers();
  await until(async () => toban.toban.commands.withMark(`job:${run}`).length === 0);
  const [past] = await until(async () => {
    const { items } = await toban.ask('jobs.history', { service: 'demo' });
    return items[0].endedAt && items;
  });
  assert.deepEqual([past.run, past.state, past.outcome], [run, 'interrupted', 'failure']);
  await toban.toban.submit({
    operation: 'jobs.run',
    input: { service: 'demo', job: 'hang' },
    actor: { kind: 'local', id: 'x', name: 'x', role: 'administrator' },
  });
  await until(() => readFile(files.path('second'), 'utf8').catch(() => undefined));
});
