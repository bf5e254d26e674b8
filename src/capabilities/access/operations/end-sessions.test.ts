import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onBothStores } from '#test/toban.ts';
import { access, openIdentity } from '../index.ts';

const password = 'a long enough sentence';

onBothStores((open) => {
  test('F9: all sessions of a person end at once, and they can sign in again', async () => {
    await using toban = await open({ capabilities: [access] });
    const identity = openIdentity(toban.toban);
    await toban.act('users.create', { username: 'mizuki', role: 'operator', password });
    const signIn = () => identity.signIn({ username: 'mizuki', password, from: '192.0.2.7' });
    const [laptop, phone] = [await signIn(), await signIn()];

    assert.equal((await toban.act('users.sign-out', { username: 'mizuki' }, { dryRun: true })).steps.length, 1);
    assert.ok(await identity.actorOf(laptop.token));

    assert.deepEqual((await toban.act('users.sign-out', { username: 'MIZUKI' })).report, {
      username: 'mizuki',
      sessionsEnded: 2,
    });
    assert.equal(await identity.actorOf(laptop.token), undefined);
    assert.equal(await identity.actorOf(phone.token), undefined);
    assert.ok(await identity.actorOf((await signIn()).token));
  });
});
