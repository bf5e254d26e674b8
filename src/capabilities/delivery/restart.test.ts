import assert from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startSandbox } from '@toban/sandbox';
import { openTestToban } from '#test/toban.ts';
import { claim, begin } from './claim.ts';
import {
  capabilities,
  digest,
  environment,
  firstOf,
  mailer,
  post,
  postLines,
  settled,
  shown,
  until,
} from './mailer.fixture.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => digest({ title: `n${index}` }));

test('shutdowns under load lose nothing and send nothing twice', async () => {
  await using sandbox = await startSandbox();
  const options = {
    capabilities,
    services: [mailer(sandbox)],
    environment,
    folder: await mkdtemp(join(tmpdir(), 'toban-restart-')),
  };
  {
    await using toban = await openTestToban(options);
    await postLines(toban, lines(150));
  }
  for (let life = 1; life <= 6; life++) {
    await using toban = await openTestToban(options);
    toban.startWorkers();
    const before = sandbox.messages().length;
    await until(() => sandbox.messages().length >= Math.min(before + 10, 150));
  }
  await using toban = await openTestToban(options);
  toban.startWorkers();
  await until(
    async () => (await toban.ask('delivery.status', { service: 'mailer' })).deliveries.today.accepted === 150,
    30_000,
  );
  assert.equal(sandbox.messages().length, 150);
  assert.equal(new Set(sandbox.messages().map(({ key }) => key)).size, 150);
});

test('a shutdown does not wait for a provider that hangs, and what it may have sent is judged as such', async () => {
  await using sandbox = await startSandbox();
  const fault = sandbox.addFault({ provider: 'smtp', kind: 'hang', at: 'data' });
  const options = {
    capabilities,
    services: [mailer(sandbox)],
    environment,
    folder: await mkdtemp(join(tmpdir(), 'toban-restart-')),
  };
  let id = '';
  {
    const toban = await openTestToban(options);
    toban.startWorkers();
    id = firstOf(await post(toban, digest({ category: 'hold' })));
    await until(() => (sandbox.faults().find((one) => one.id === fault.id)?.used ?? 0) > 0);
    const began = performance.now();
    await toban.close();
    assert.ok(performance.now() - began < 8500, `took ${Math.round(performance.now() - began)} ms`);
  }
  await using toban = await openTestToban(options);
  assert.equal((await shown(toban, id)).state, 'unknown');
});

test('a new life takes up at once what the former left in its hands', async () => {
  await using sandbox = await startSandbox();
  const options = {
    capabilities,
    services: [mailer(sandbox)],
    environment,
    folder: await mkdtemp(join(tmpdir(), 'toban-restart-')),
  };
  const ids: string[] = [];
  {
    await using toban = await openTestToban(options);
    for (const category of ['digest', 'hold', 'hold']) ids.push(firstOf(await post(toban, digest({ category }))));
    const claimed = await claim(toban.toban, 'killed', { service: 'mailer', channel: 'email' }, 3);
    const [, , unsent] = ids;
    await begin(
      toban.toban,
      claimed.filter(({ delivery }) => delivery.id !== unsent),
    );
  }
  await using toban = await openTestToban({ ...options, environment: { ...environment, TOBAN_NODE: 'renamed' } });
  toban.startWorkers();
  const [digestId = '', held = '', unsent = ''] = ids;
  assert.equal((await settled(toban, digestId, 'accepted')).possibleDuplicate, true);
  assert.equal((await settled(toban, held, 'unknown')).state, 'unknown');
  assert.equal((await settled(toban, unsent, 'accepted')).possibleDuplicate, false);
});

test('A9: a pause holds over a restart', async () => {
  await using sandbox = await startSandbox();
  const options = {
    capabilities,
    services: [mailer(sandbox)],
    environment,
    folder: await mkdtemp(join(tmpdir(), 'toban-restart-')),
  };
  let id = '';
  {
    await using toban = await openTestToban(options);
    await toban.act('delivery.pause', { service: 'mailer', reason: 'checking' });
    id = firstOf(await post(toban, digest()));
  }
  await using toban = await openTestToban(options);
  toban.startWorkers();
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.equal((await shown(toban, id)).state, 'ready');
  await toban.act('delivery.resume', { service: 'mailer' });
  await settled(toban, id, 'accepted');
});
