import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSandbox } from '@toban/sandbox';
import { onBothStores } from '#test/toban.ts';
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

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

onBothStores((open) => {
  test('A24: a message is accepted, sent over SMTP and ends as accepted', async () => {
    await using sandbox = await startSandbox({ requireAuth: true });
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    const id = firstOf(await post(toban, digest({ html: '<p>第3話</p>' })));
    assert.equal((await settled(toban, id, 'accepted', 'dead', 'unknown')).state, 'accepted');
    const [mail] = sandbox.messages();
    assert.equal(mail?.to, 'owner@example.test');
    assert.equal(mail?.subject, '新着 3 件');
    assert.equal(mail?.text?.trim(), '第3話「再会」');
    assert.match(mail?.html ?? '', /第3話/);
    assert.equal(mail?.key, `<${id}@toban>`);
    assert.equal(mail?.headers['x-toban-delivery'], id);
  });

  test('each of many is sent once, the urgent before the others', async () => {
    await using sandbox = await startSandbox();
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    const lines = Array.from({ length: 60 }, (_, index) =>
      digest({ title: `n${index}`, to: [{ channel: 'email', address: `u${index}@example.test` }] }),
    );
    await postLines(toban, lines);
    await post(toban, digest({ priority: 'urgent', title: 'urgent' }));
    toban.startWorkers();
    await until(() => sandbox.messages().length >= 61);
    await until(
      async () => (await toban.ask('delivery.status', { service: 'mailer' })).deliveries.today.accepted === 61,
    );
    assert.equal(new Set(sandbox.messages().map(({ key }) => key)).size, 61);
    assert.ok(sandbox.messages().findIndex(({ subject }) => subject === 'urgent') < 6);
  });

  test('a refusal for the moment is tried again under the same Message-ID', async () => {
    await using sandbox = await startSandbox();
    sandbox.addFault({ provider: 'smtp', kind: 'status', status: 451, at: 'data', times: 1 });
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    const id = firstOf(await post(toban, digest()));
    const ended = await settled(toban, id, 'accepted');
    assert.deepEqual(
      ended.attemptsMade.map(({ outcome, code }) => [outcome, code]),
      [
        ['retry', 'smtp.451'],
        ['accepted', undefined],
      ],
    );
    assert.deepEqual(
      sandbox.messages().map(({ key }) => key),
      [`<${id}@toban>`],
    );
    assert.equal(ended.possibleDuplicate, false);
  });

  test('A10: attempts that are used up end as dead, and a retry sends under the same id', async () => {
    await using sandbox = await startSandbox();
    const fault = sandbox.addFault({ provider: 'smtp', kind: 'status', status: 451, at: 'data' });
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    const id = firstOf(await post(toban, digest({ category: 'quick' })));
    const dead = await settled(toban, id, 'dead');
    assert.equal(dead.error?.code, 'smtp.451');
    assert.equal(dead.attemptsMade.length, 2);
    sandbox.removeFault(fault.id);
    const run = await toban.act('delivery.retry', { service: 'mailer', limit: '10' });
    assert.deepEqual([run.outcome, run.report?.['retried']], ['succeeded', 1]);
    await settled(toban, id, 'accepted');
    assert.deepEqual(
      sandbox.messages().map(({ key }) => key),
      [`<${id}@toban>`],
    );
  });

  test('a refusal for good is dead at once and not taken by a retry of the service', async () => {
    await using sandbox = await startSandbox();
    sandbox.addFault({ provider: 'smtp', kind: 'status', status: 552, message: '5.3.4 Message too big', at: 'data' });
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    const id = firstOf(await post(toban, digest()));
    assert.equal((await settled(toban, id, 'dead')).attemptsMade.length, 1);
    assert.equal((await toban.act('delivery.retry', { service: 'mailer' })).report?.['retried'], 0);
  });

  test('an address that is gone is dead, and later messages to it are suppressed until a person retries', async () => {
    await using sandbox = await startSandbox();
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    const gone = digest({ to: [{ channel: 'email', address: 'bounce@example.test' }] });
    const waiting = firstOf(await post(toban, { ...gone, notBefore: new Date(Date.now() + 60_000).toISOString() }));
    toban.startWorkers();
    const id = firstOf(await post(toban, gone));
    assert.equal((await settled(toban, id, 'dead')).error?.code, 'smtp.550');
    await settled(toban, waiting, 'suppressed');
    const later = (await post(toban, { ...gone, title: 'later' })).deliveries[0];
    assert.equal(later?.state, 'suppressed');
    assert.equal((await shown(toban, later?.id ?? '')).error?.code, 'address.dead');
    await toban.act('delivery.retry', { delivery: later?.id });
    await settled(toban, later?.id ?? '', 'dead');
    assert.equal(sandbox.messages().length, 0);
  });

  test('a send without an answer is repeated as a possible duplicate under one Message-ID', async () => {
    await using sandbox = await startSandbox();
    sandbox.addFault({ provider: 'smtp', kind: 'after-accept-cut', times: 1 });
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    const id = firstOf(await post(toban, digest()));
    const ended = await settled(toban, id, 'accepted');
    assert.equal(ended.possibleDuplicate, true);
    assert.deepEqual(
      ended.attemptsMade.map(({ outcome }) => outcome),
      ['unknown', 'accepted'],
    );
    assert.deepEqual(
      sandbox.messages().map(({ key }) => key),
      [`<${id}@toban>`, `<${id}@toban>`],
    );
  });

  test('where the category says hold, a send without an answer waits for a person', async () => {
    await using sandbox = await startSandbox();
    sandbox.addFault({ provider: 'smtp', kind: 'after-accept-cut', times: 1 });
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    toban.startWorkers();
    const id = firstOf(await post(toban, digest({ category: 'hold' })));
    await settled(toban, id, 'unknown');
    await wait(1500);
    assert.equal(sandbox.messages().length, 1);
    assert.equal((await toban.act('delivery.release', { delivery: id })).outcome, 'succeeded');
    await settled(toban, id, 'accepted');
    assert.equal(sandbox.messages().length, 2);
  });

  test('what has lost its sense by waiting expires visibly', async () => {
    await using sandbox = await startSandbox();
    await using toban = await open({ capabilities, services: [mailer(sandbox)], environment });
    await toban.act('delivery.pause', { service: 'mailer', reason: 'test' });
    toban.startWorkers();
    const id = firstOf(await post(toban, digest({ category: 'brief' })));
    assert.equal((await settled(toban, id, 'expired')).error?.code, 'delivery.expired');
    await toban.act('delivery.resume', { service: 'mailer' });
    await wait(300);
    assert.equal(sandbox.messages().length, 0);
  });
});
