import assert from 'node:assert/strict';
import { test } from 'node:test';
import { audit } from '#capabilities/audit/index.ts';
import type { Actor, Role } from '#operations/actor.ts';
import { onBothStores, type TestToban } from '#test/toban.ts';
import { access, openIdentity } from '../index.ts';

const capabilities = [access, audit];
const password = 'a long enough sentence';
const from = '192.0.2.7';

const create = (toban: TestToban, username: string, role: Role, extra = {}) =>
  toban.act('users.create', { username, role, password, ...extra });
const signIn = (toban: TestToban, username: string, secret = password) =>
  openIdentity(toban.toban).signIn({ username, password: secret, from });

onBothStores((open) => {
  test('F9: a user is created with a given password, or with one that is made and shown once', async () => {
    await using toban = await open({ capabilities });
    assert.equal((await create(toban, 'given', 'viewer')).report?.['password'], undefined);
    const made = await toban.act('users.create', { username: 'made', role: 'operator' });
    const secret = made.report?.['password'] as string;
    assert.equal((await signIn(toban, 'made', secret)).actor.role, 'operator');
    const tables = await Promise.all(
      ['runs', 'run_steps', 'audit', 'users'].map((table) =>
        toban.toban.store.db.selectFrom(table).selectAll().execute(),
      ),
    );
    assert.ok(!JSON.stringify(tables).includes(secret));
    assert.ok(!JSON.stringify(tables.slice(0, 3)).includes('argon2id'), 'no hash outside its own table');
    const { items } = await toban.ask('users.list');
    assert.deepEqual(
      items.map(({ username, role, sessions }: any) => ({ username, role, sessions })),
      [
        { username: 'given', role: 'viewer', sessions: 0 },
        { username: 'made', role: 'operator', sessions: 1 },
      ],
    );
  });

  test('F9: one username in upper and lower case is one user', async () => {
    await using toban = await open({ capabilities });
    await create(toban, 'Mizuki', 'viewer');
    const again = await create(toban, 'MIZUKI', 'administrator');
    assert.equal(again.error?.code, 'user.exists');
    const both = await Promise.all([create(toban, 'haru', 'viewer'), create(toban, 'HARU', 'viewer')]);
    assert.deepEqual(both.map(({ outcome }) => outcome).toSorted(), ['failed', 'succeeded']);
  });

  test('F9: a change of role ends the sessions at once and revokes what the new role could not have made', async () => {
    await using toban = await open({ capabilities });
    const identity = openIdentity(toban.toban);
    await create(toban, 'first', 'administrator');
    await create(toban, 'second', 'administrator');
    const session = await signIn(toban, 'second');
    const token = async (role: Role) =>
      (await toban.act('tokens.create', { name: `${role} token`, role }, { actor: session.actor })).report?.[
        'token'
      ] as string;
    const [viewer, administrator] = [await token('viewer'), await token('administrator')];
    const plan = await toban.act('users.role', { username: 'second', role: 'operator' }, { dryRun: true });
    assert.deepEqual(
      plan.steps.map(({ title }) => title),
      [
        'Make second (administrator) operator; end their 1 session(s); revoke the token(s) that they made: administrator token',
      ],
    );
    assert.ok(await identity.actorOf(session.token));
    assert.equal((await toban.act('users.role', { username: 'second', role: 'operator' })).outcome, 'succeeded');
    assert.equal(await identity.actorOf(session.token), undefined);
    assert.equal(await identity.actorOf(administrator), undefined);
    assert.equal((await identity.actorOf(viewer))?.role, 'viewer');
    assert.equal((await signIn(toban, 'second')).actor.role, 'operator');
  });

  test('F9: a new password ends every session, and one that was being opened with the old is dead', async () => {
    await using toban = await open({ capabilities });
    const identity = openIdentity(toban.toban);
    await create(toban, 'mizuki', 'operator');
    const before = await signIn(toban, 'mizuki');
    const [racing, changed] = await Promise.allSettled([
      signIn(toban, 'mizuki'),
      toban.act('users.password', { username: 'mizuki', password: 'another long sentence' }),
    ]);
    assert.equal(changed.status, 'fulfilled');
    assert.equal(await identity.actorOf(before.token), undefined);
    if (racing.status === 'fulfilled') assert.equal(await identity.actorOf(racing.value.token), undefined);
    await assert.rejects(signIn(toban, 'mizuki'), { code: 'session.refused' });
    assert.ok(await signIn(toban, 'mizuki', 'another long sentence'));
  });

  test('F9: everybody changes their own password with the present one, and nobody else’s', async () => {
    await using toban = await open({ capabilities });
    await create(toban, 'mizuki', 'viewer');
    await create(toban, 'haru', 'viewer');
    const { actor } = await signIn(toban, 'mizuki');
    const change = async (input: object, by: Actor = actor) =>
      toban.act('users.password', { password: 'another long sentence', ...input }, { actor: by });
    assert.equal((await change({ username: 'haru', current: password })).error?.code, 'access.forbidden');
    assert.equal((await change({ username: 'nobody', current: password })).error?.code, 'access.forbidden');
    assert.equal((await change({ username: 'mizuki' })).error?.code, 'password.current');
    assert.equal((await change({ username: 'mizuki', current: 'wrong' })).error?.code, 'session.refused');
    const token: Actor = { kind: 'token', id: 't_1', name: 'mizuki', role: 'viewer' };
    assert.equal((await change({ username: 'mizuki', current: password }, token)).error?.code, 'access.forbidden');
    assert.equal((await change({ username: 'mizuki', current: password })).outcome, 'succeeded');
    assert.ok(await signIn(toban, 'mizuki', 'another long sentence'));
  });

  test('F9: who is removed is out at once with their tokens, and the name is free again', async () => {
    await using toban = await open({ capabilities });
    const identity = openIdentity(toban.toban);
    await create(toban, 'keeper', 'administrator');
    await create(toban, 'mizuki', 'administrator');
    const session = await signIn(toban, 'mizuki');
    const made = await toban.act('tokens.create', { name: 'script', role: 'viewer' }, { actor: session.actor });
    const removed = await toban.act('users.remove', { username: 'mizuki' });
    assert.deepEqual(removed.report?.['tokensRevoked'], ['script']);
    assert.equal(await identity.actorOf(session.token), undefined);
    assert.equal(await identity.actorOf(made.report?.['token'] as string), undefined);
    await assert.rejects(signIn(toban, 'mizuki'), { code: 'session.refused' });
    const again = await create(toban, 'mizuki', 'viewer');
    assert.notEqual(again.report?.['id'], session.actor.id);
  });

  test('F9: the last administrator stays one, even when two remove each other at the same moment', async () => {
    await using toban = await open({ capabilities });
    await create(toban, 'one', 'administrator');
    assert.equal((await toban.act('users.remove', { username: 'one' })).error?.code, 'user.last-administrator');
    assert.equal(
      (await toban.act('users.role', { username: 'one', role: 'viewer' })).error?.code,
      'user.last-administrator',
    );
    await create(toban, 'two', 'administrator');
    const ended = await Promise.all([
      toban.act('users.remove', { username: 'one' }),
      toban.act('users.role', { username: 'two', role: 'viewer' }),
    ]);
    assert.deepEqual(ended.map(({ outcome }) => outcome).toSorted(), ['failed', 'succeeded']);
    const { items } = await toban.ask('users.list');
    assert.equal(items.filter(({ role }: any) => role === 'administrator').length, 1);
  });

  test('F9: nobody takes their own rights away', async () => {
    await using toban = await open({ capabilities });
    await create(toban, 'one', 'administrator');
    await create(toban, 'two', 'administrator');
    const { actor } = await signIn(toban, 'one');
    assert.equal((await toban.act('users.remove', { username: 'one' }, { actor })).error?.code, 'user.oneself');
    assert.equal(
      (await toban.act('users.role', { username: 'one', role: 'auditor' }, { actor })).error?.code,
      'user.oneself',
    );
    assert.equal(
      (await toban.act('users.role', { username: 'one', role: 'administrator' }, { actor })).outcome,
      'succeeded',
    );
  });

  test('F9: only administrators change users; an auditor may look', async () => {
    await using toban = await open({ capabilities });
    for (const role of ['viewer', 'operator', 'auditor'] as const) {
      const actor: Actor = { kind: 'user', id: `u_${role}`, name: role, role };
      for (const [operation, input] of [
        ['users.create', { username: 'x', role: 'viewer' }],
        ['users.remove', { username: 'x' }],
        ['users.role', { username: 'x', role: 'viewer' }],
        ['tokens.create', { name: 'x', role: 'viewer' }],
        ['tokens.revoke', { id: 't_1' }],
      ] as const) {
        await assert.rejects(toban.act(operation, input, { actor }), { code: 'access.forbidden' });
      }
      const look = toban.ask('users.list', {}, actor);
      await (role === 'auditor' ? look : assert.rejects(look, { code: 'access.forbidden' }));
    }
  });
});
