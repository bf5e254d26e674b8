import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from '#capabilities/audit/index.ts';
import { onBothStores } from '#test/toban.ts';
import { access, openIdentity } from './index.ts';

const capabilities = [access, audit];
const password = 'a long enough sentence';
const from = '192.0.2.7';

onBothStores((open) => {
  test('F9: the first administrator is made by the one-time code, and by it only once', async () => {
    await using toban = await open({ capabilities });
    const identity = openIdentity(toban.toban);
    assert.equal(await identity.isUnclaimed(), true);
    const code = (await identity.oneTimeCode()) ?? '';
    const session = await identity.claim({ code: code.toLowerCase(), username: 'Mizuki', password, from });
    assert.equal((await identity.actorOf(session.token))?.role, 'administrator');
    assert.equal(await identity.isUnclaimed(), false);
    assert.equal(await identity.oneTimeCode(), null);
    await assert.rejects(identity.claim({ code, username: 'second', password, from }), { code: 'session.claimed' });
    assert.ok(await identity.signIn({ username: 'mizuki', password, from }));
  });

  test('F9: two who claim with the right code at the same moment do not both become administrator', async () => {
    await using toban = await open({ capabilities });
    const identity = openIdentity(toban.toban);
    const code = (await identity.oneTimeCode()) ?? '';
    const claims = ['one', 'two', 'three'].map((username) =>
      identity.claim({ code, username, password, from: username }),
    );
    const results = await Promise.allSettled(claims);
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('F9: a new start shows a new code, and the former one is void', async () => {
    await using toban = await open({ capabilities });
    const identity = openIdentity(toban.toban);
    const former = (await identity.oneTimeCode()) ?? '';
    const code = (await identity.oneTimeCode()) ?? '';
    assert.notEqual(code, former);
    await assert.rejects(identity.claim({ code: former, username: 'mizuki', password, from }), {
      code: 'session.code',
    });
    assert.ok(await identity.claim({ code, username: 'mizuki', password, from }));
  });

  test('F9: after five wrong tries, from wherever, the code is void', async () => {
    await using toban = await open({ capabilities });
    const identity = openIdentity(toban.toban);
    const code = (await identity.oneTimeCode()) ?? '';
    for (let i = 0; i < 5; i++) {
      const wrong = identity.claim({ code: 'AAAA-AAAA-AAAA', username: 'mizuki', password, from: `192.0.2.${i}` });
      await assert.rejects(wrong, { code: 'session.code', kind: 'forbidden' });
    }
    await assert.rejects(identity.claim({ code, username: 'mizuki', password, from: '192.0.2.99' }), {
      code: 'session.code',
    });
    assert.equal((await toban.ask('audit.list', { action: 'one-time-code.void' })).items.length, 1);
    const next = (await identity.oneTimeCode()) ?? '';
    assert.ok(await identity.claim({ code: next, username: 'mizuki', password, from: '192.0.2.99' }));
  });

  test('F9: a weak password or an impossible username uses up no try', async () => {
    await using toban = await open({ capabilities });
    const identity = openIdentity(toban.toban);
    const code = (await identity.oneTimeCode()) ?? '';
    for (let i = 0; i < 6; i++) {
      await assert.rejects(identity.claim({ code, username: 'mizuki', password: 'short', from }), {
        code: 'password.weak',
      });
      await assert.rejects(identity.claim({ code, username: 'a b', password, from }), { code: 'input.invalid' });
    }
    assert.ok(await identity.claim({ code, username: 'mizuki', password, from }));
  });

  test('F9: while there is no administrator the overview says where to begin', async () => {
    await using toban = await open({ capabilities });
    const concerns = async () => (await access.concerns?.({ ...toban.toban, lang: 'en' } as never)) ?? [];
    assert.deepEqual(
      (await concerns()).map(({ level }) => level),
      ['info'],
    );
    await toban.act('users.create', { username: 'mizuki', role: 'administrator' });
    assert.deepEqual(await concerns(), []);
  });
});
