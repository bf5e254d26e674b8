import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpsError } from '#platform/errors.ts';
import { onBothStores } from '#test/toban.ts';
import {
  call,
  capabilities,
  digest,
  environment,
  firstOf,
  mailer,
  mailerActor,
  post,
  postLines,
  shown,
} from './mailer.fixture.ts';
import { getMessage } from './routes/messages.ts';

const nowhere = { smtpPort: 1 };
const failsWith = (code: string) => (thrown: unknown) => thrown instanceof OpsError && thrown.code === code;

onBothStores((open) => {
  const toban = () =>
    open({ capabilities, services: [mailer(nowhere), { ...mailer(nowhere), id: 'other' }], environment });

  test('the same key with the same content is accepted once and answered alike', async () => {
    await using opened = await toban();
    const first = await post(opened, digest({ key: 'digest-1' }));
    await opened.act('delivery.cancel', { delivery: firstOf(first) });
    assert.deepEqual(await post(opened, digest({ key: 'digest-1' })), first);
    const { items } = await opened.ask('delivery.list');
    assert.equal(items.length, 1);
  });

  test('the same key at the same time is accepted once', async () => {
    await using opened = await toban();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(opened, digest({ key: 'at-once' }))));
    assert.equal(new Set(answers.map(({ message }) => message)).size, 1);
    assert.equal((await opened.ask('delivery.list')).items.length, 1);
  });

  test('the same key with another content is refused and changes nothing', async () => {
    await using opened = await toban();
    await post(opened, digest({ key: 'digest-1' }));
    await assert.rejects(post(opened, digest({ key: 'digest-1', title: 'other' })), failsWith('message.key-reused'));
    assert.equal((await opened.ask('delivery.list')).items.length, 1);
  });

  test('two services may use the same key', async () => {
    await using opened = await toban();
    const other = { ...mailerActor, service: 'other' };
    const [one, two] = [
      await post(opened, digest({ key: 'k' })),
      await post(opened, digest({ key: 'k', service: 'other' }), other),
    ];
    assert.notEqual(one.message, two.message);
  });

  test('a batch is accepted whole or not at all', async () => {
    await using opened = await toban();
    await post(opened, digest({ key: 'k2' }));
    const lines = [digest({ key: 'k1' }), digest({ key: 'k2', title: 'another' })];
    await assert.rejects(postLines(opened, lines), failsWith('message.key-reused'));
    assert.equal((await opened.ask('delivery.list')).items.length, 1);
    const answers = await postLines(opened, [digest({ key: 'k1' }), digest({ key: 'k2' }), digest({ key: 'k1' })]);
    assert.equal(answers[0]?.message, answers[2]?.message);
    assert.equal((await opened.ask('delivery.list')).items.length, 2);
  });

  test('10,000 recipients in one call are accepted within five seconds', async () => {
    await using opened = await toban();
    const to = Array.from({ length: 10_000 }, (_, index) => ({
      channel: 'email',
      address: `user${index}@example.test`,
    }));
    const began = performance.now();
    const { deliveries } = await post(opened, digest({ to }));
    assert.equal(deliveries.length, 10_000);
    assert.ok(performance.now() - began < 5000, `took ${Math.round(performance.now() - began)} ms`);
  });

  test("a service's token speaks for its own service only, and others' ids do not exist for it", async () => {
    await using opened = await toban();
    await assert.rejects(post(opened, digest({ service: 'other' })), failsWith('message.other-service'));
    const mine = await post(opened, digest());
    const other = { ...mailerActor, service: 'other' };
    await assert.rejects(shown(opened, firstOf(mine), other), failsWith('delivery.unknown'));
    await assert.rejects(
      call(opened, getMessage, { params: { id: mine.message } }, other),
      failsWith('message.unknown'),
    );
  });

  test('a message for later is scheduled; one whose time has passed is expired', async () => {
    await using opened = await toban();
    const later = new Date(Date.now() + 60_000).toISOString();
    const before = new Date(Date.now() - 60_000).toISOString();
    assert.equal((await post(opened, digest({ notBefore: later }))).deliveries[0]?.state, 'scheduled');
    assert.equal((await post(opened, digest({ expiresAt: before }))).deliveries[0]?.state, 'expired');
    await assert.rejects(post(opened, digest({ notBefore: later, expiresAt: later })), failsWith('message.times'));
  });

  test('an address named twice in one message gets it once', async () => {
    await using opened = await toban();
    const {
      to: [one],
    } = digest();
    assert.equal(
      (await post(opened, digest({ to: [one, one, { channel: 'email', address: ' owner@example.test ' }] }))).deliveries
        .length,
      1,
    );
  });

  test('what cannot be addressed is refused with the path of the fault', async () => {
    await using opened = await toban();
    const to = (address: string, channel = 'email') => digest({ to: [{ channel, address }] });
    for (const address of [
      'nobody',
      'a@b@c',
      'a b@example.test',
      '@example.test',
      'a@',
      'x@-bad-.test',
      `${'a'.repeat(65)}@example.test`,
    ]) {
      await assert.rejects(post(opened, to(address)), failsWith('address.invalid'), address);
    }
    await assert.rejects(post(opened, to('owner@example.test', 'fax')), failsWith('channel.unknown'));
    await assert.rejects(post(opened, digest({ to: [{ recipient: 'u1' }] })), failsWith('message.recipient'));
    await assert.rejects(post(opened, to('a@example.test\r\nBcc: x@example.test')), /one line/);
    await assert.rejects(post(opened, digest({ title: 'x\r\nBcc: y@example.test' })), /one line/);
    await assert.rejects(post(opened, digest({ template: 'x' })), /template/);
  });
});
