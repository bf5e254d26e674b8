import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '@toban/sandbox';
import { command } from '#manual/process.ts';
import { defineCapability } from '#operations/capability.ts';
import { defineOperation } from '#operations/define.ts';
import { secrets } from '#capabilities/secrets/index.ts';
import { onBothStores } from '#test/toban.ts';
import { z } from 'zod';
import { capabilities, digest, environment, firstOf, mailer, post, settled, shown, until } from './mailer.fixture.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Stands where the schedule's operation stands: the guard must refuse it without knowing it. */
const runJob = defineOperation({
  name: 'jobs.run',
  summary: { en: 'Run a job', ja: 'ジョブを実行' },
  risk: 'disruptive',
  input: z.object({ service: z.string(), job: z.string() }),
  prepare: () => ({}),
  steps: () => [],
});
const schedule = defineCapability({ name: 'jobs', title: { en: 'Jobs', ja: 'ジョブ' }, operations: [runJob] });
const job = (name: string, delivers: boolean) => ({
  name,
  title: { en: name, ja: name },
  run: command('true'),
  delivers,
});

onBothStores((open) => {
  test('A9: a pause holds what waits and what comes, and ends by resume', async () => {
    await using sandbox = await startSandbox();
    const options = { capabilities, services: [mailer(sandbox)], environment };
    await using toban = await open(options);
    toban.startWorkers();
    const run = await toban.act('delivery.pause', { service: 'mailer', reason: 'checking the list' });
    assert.equal(run.outcome, 'succeeded');
    const id = firstOf(await post(toban, digest()));
    await wait(500);
    assert.equal(sandbox.messages().length, 0);
    assert.equal((await shown(toban, id)).state, 'ready');
    const { paused } = await toban.ask('delivery.status', { service: 'mailer' });
    assert.deepEqual([paused.reason, paused.by, paused.until], ['checking the list', 'test', null]);
    await toban.act('delivery.resume', { service: 'mailer' });
    await settled(toban, id, 'accepted');
  });

  test('A9: a pause with an end lifts itself', async () => {
    await using sandbox = await startSandbox();
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    await toban.act('delivery.pause', {
      service: 'mailer',
      reason: 'a moment',
      until: new Date(Date.now() + 800).toISOString(),
    });
    const id = firstOf(await post(toban, digest()));
    await wait(300);
    assert.equal((await shown(toban, id)).state, 'ready');
    await settled(toban, id, 'accepted');
  });

  test('A9: while deliveries are paused, whatever sends is refused and the rest is not', async () => {
    const service = mailer({ smtpPort: 1 }, { jobs: [job('deliver', true), job('collect', false)] });
    await using toban = await open({ capabilities: [...capabilities, schedule], services: [service], environment });
    await toban.act('delivery.pause', { service: 'mailer', reason: 'checking' });
    const refused = [
      await toban.act('jobs.run', { service: 'mailer', job: 'deliver' }),
      await toban.act('delivery.send', { service: 'mailer', channel: 'email', address: 'a@example.test', title: 't' }),
      await toban.act('delivery.retry', { service: 'mailer' }),
    ];
    for (const run of refused)
      assert.deepEqual(
        [run.outcome, run.error?.code, run.error?.hint],
        ['refused', 'delivery.paused', 'When they may go on: toban delivery resume mailer'],
      );
    assert.equal((await toban.act('jobs.run', { service: 'mailer', job: 'collect' })).outcome, 'succeeded');
    await toban.act('delivery.resume', { service: 'mailer' });
    assert.equal((await toban.act('jobs.run', { service: 'mailer', job: 'deliver' })).outcome, 'succeeded');
  });

  test('A20: an emergency stop lets no send begin, and clearing it sends what waited', async () => {
    await using sandbox = await startSandbox();
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    await toban.act('emergency.stop', { reason: 'wrong list' });
    const id = firstOf(await post(toban, digest()));
    await wait(1500);
    assert.equal(sandbox.messages().length, 0);
    assert.equal((await shown(toban, id)).attempts, 0);
    assert.equal((await toban.act('emergency.clear', { reason: 'list mended' })).outcome, 'succeeded');
    await settled(toban, id, 'accepted');
  });

  test('A20: a stop that comes while the server is being reached still holds the message', async () => {
    await using sandbox = await startSandbox();
    sandbox.addFault({ provider: 'smtp', kind: 'delay', at: 'connect', delayMs: 1200, times: 1 });
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    const id = firstOf(await post(toban, digest({ category: 'hold' })));
    await until(async () => (await shown(toban, id)).state === 'sending');
    await toban.act('emergency.stop', { reason: 'wrong list' });
    await settled(toban, id, 'ready');
    await wait(500);
    assert.equal(sandbox.messages().length, 0);
    assert.equal((await shown(toban, id)).attemptsMade[0]?.outcome, 'handed-back');
  });

  test('a dead channel delays no other', async () => {
    await using sandbox = await startSandbox();
    const dead = { ...mailer({ smtpPort: 1 }), id: 'stuck' };
    await using toban = await open({ capabilities, services: [dead, mailer(sandbox)], environment });
    toban.startWorkers();
    const other = { kind: 'service' as const, id: 'stuck', name: 'stuck', role: 'operator' as const, service: 'stuck' };
    const stuck = firstOf(await post(toban, digest({ service: 'stuck', category: 'quick' }), other));
    const began = performance.now();
    await settled(toban, firstOf(await post(toban, digest())), 'accepted');
    assert.ok(performance.now() - began < 2000);
    await until(async () => (await shown(toban, stuck, other)).attempts >= 3);
    const now = await shown(toban, stuck, other);
    assert.ok(['ready', 'sending'].includes(now.state));
    assert.equal(now.error?.code, 'smtp.econnrefused');
  });

  test('A24: a wrong password closes the channel with the command that mends it; nothing is lost', async () => {
    await using sandbox = await startSandbox({ requireAuth: true });
    await using toban = await open({
      capabilities: [...capabilities, secrets],
      services: [mailer(sandbox)],
      environment: { TOBAN_NODE: 'test' },
    });
    await toban.act('secrets.set', { name: 'SMTP_PASSWORD', value: 'wrong-one' });
    toban.startWorkers();
    const id = firstOf(await post(toban, digest({ category: 'quick' })));
    await until(async () => (await toban.ask('delivery.status', { service: 'mailer' })).channels[0].state === 'open');
    const now = await shown(toban, id);
    assert.deepEqual([now.state, now.error?.code], ['ready', 'smtp.535']);
    assert.match(now.error?.hint ?? '', /toban secrets set SMTP_PASSWORD/);

    await toban.act('secrets.set', { name: 'SMTP_PASSWORD', value: 'sandbox' });
    await until(async () => (await shown(toban, id)).state === 'accepted', 5000);
  });
});
