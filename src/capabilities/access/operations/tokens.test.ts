import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { audit } from '#capabilities/audit/index.ts';
import { authorise } from '#operations/actor.ts';
import { movedClock } from '#test/clock.ts';
import { onBothStores, type TestToban } from '#test/toban.ts';
import { access, openIdentity, serviceToken } from '../index.ts';

const capabilities = [access, audit];
const services = [
  { id: 'kotonoha', title: { en: 'Kotonoha', ja: 'ことのは' }, folder: '/' },
  { id: 'keiba', title: { en: 'Keiba', ja: '競馬' }, folder: '/' },
];

async function make(toban: TestToban, input: object) {
  const run = await toban.act('tokens.create', { name: 'script', role: 'operator', ...input });
  return run.report as { id: string; token: string; expiresAt: string | null };
}

onBothStores((open) => {
  test('F9: a token is shown once, stands nowhere in the store, and speaks in its role', async () => {
    await using toban = await open({ capabilities });
    const { id, token } = await make(toban, {});
    assert.match(token, /^tbn_[\w-]{43}$/);
    const actor = await openIdentity(toban.toban).actorOf(token);
    assert.deepEqual(actor, { kind: 'token', id, name: 'script', role: 'operator' });
    for (const table of ['runs', 'run_steps', 'audit', 'api_tokens']) {
      assert.ok(
        !JSON.stringify(await toban.toban.store.db.selectFrom(table).selectAll().execute()).includes(token),
        table,
      );
    }
    assert.equal(toban.toban.secrets.redact(`Bearer ${token}`), 'Bearer [redacted]');
    const { items } = await toban.ask('tokens.list');
    assert.equal(items[0].prefix, token.slice(0, 8));
    assert.equal(items[0].createdBy, 'test');
  });

  test('F9: a token bound to a service may touch that service only', async () => {
    await using toban = await open({ capabilities, services });
    const { token } = await make(toban, { service: 'kotonoha' });
    const actor = (await openIdentity(toban.toban).actorOf(token)) ?? assert.fail();
    authorise(actor, 'operator', 'act', 'kotonoha');
    assert.throws(() => authorise(actor, 'viewer', 'look', 'keiba'), { code: 'access.forbidden' });
    assert.throws(() => authorise(actor, 'viewer', 'look'), { code: 'access.forbidden' });
    const unknown = await toban.act('tokens.create', { name: 'x', role: 'viewer', service: 'nothing' });
    assert.equal(unknown.error?.code, 'service.unknown');
  });

  test('F9: a token is dead once it has expired or was revoked', async () => {
    const clock = movedClock('2026-11-21T00:00:00Z');
    await using toban = await open({ capabilities, clock });
    const identity = openIdentity(toban.toban);
    const short = await make(toban, { expiresIn: '1h' });
    const lasting = await make(toban, {});
    assert.equal(short.expiresAt, '2026-11-21T01:00:00.000Z');
    await clock.advance(3_600_000);
    assert.equal(await identity.actorOf(short.token), undefined);
    assert.ok(await identity.actorOf(lasting.token));
    assert.equal((await toban.act('tokens.revoke', { id: lasting.id })).outcome, 'succeeded');
    assert.equal(await identity.actorOf(lasting.token), undefined);
    const again = await toban.act('tokens.revoke', { id: lasting.id });
    assert.deepEqual([again.outcome, again.steps.length], ['succeeded', 0]);
    assert.equal((await toban.act('tokens.revoke', { id: 't_none' })).error?.code, 'token.unknown');
    assert.deepEqual((await toban.ask('tokens.list')).items, []);
    const states = (await toban.ask('tokens.list', { all: true })).items.map(({ state }: any) => state);
    assert.deepEqual(states.toSorted(), ['expired', 'revoked']);
  });

  test('F9: the last use is known to the minute', async () => {
    const clock = movedClock('2026-11-21T00:00:00Z');
    await using toban = await open({ capabilities, clock });
    const identity = openIdentity(toban.toban);
    const { token } = await make(toban, {});
    const lastUse = async () => (await toban.ask('tokens.list')).items[0].lastUsedAt;
    assert.equal(await lastUse(), null);
    await identity.actorOf(token);
    await clock.advance(59_000);
    await identity.actorOf(token);
    assert.equal(await lastUse(), '2026-11-21T00:00:00.000Z');
    await clock.advance(1000);
    await identity.actorOf(token);
    assert.equal(await lastUse(), '2026-11-21T00:01:00.000Z');
  });

  test('F9: what is no credential is nobody', async () => {
    await using toban = await open({ capabilities });
    const identity = openIdentity(toban.toban);
    for (const text of ['', 'tbn_', 'tbs_x', 'tbc_x', 'Bearer', `tbn_${'A'.repeat(43)}`, "tbn_' or 1=1"]) {
      assert.equal(await identity.actorOf(text), undefined);
    }
  });

  test('F9: tokens are listed page by page', async () => {
    await using toban = await open({ capabilities });
    for (let i = 0; i < 5; i++) await make(toban, { name: `token ${i}` });
    const first = await toban.ask('tokens.list', { limit: 3 });
    const second = await toban.ask('tokens.list', { limit: 3, cursor: first.next });
    assert.equal(new Set([...first.items, ...second.items].map(({ id }) => id)).size, 5);
    assert.equal(second.next, undefined);
  });

  test('a service keeps one token through a life of the server, and the one of the former life is dead', async (t) => {
    const first = await open({ capabilities, services });
    const { folder } = first;
    t.after(() => rm(folder, { recursive: true, force: true }));
    const databaseUrl = first.toban.settings.databaseUrl;
    const [token, same] = await Promise.all([
      serviceToken(first.toban, 'kotonoha'),
      serviceToken(first.toban, 'kotonoha'),
    ]);
    assert.match(token, /^tbs_[\w-]{43}$/);
    assert.equal(same, token);
    assert.notEqual(await serviceToken(first.toban, 'keiba'), token);
    const actor = await openIdentity(first.toban).actorOf(token);
    assert.equal(actor?.kind, 'service');
    assert.equal(actor?.service, 'kotonoha');
    assert.throws(() => authorise(actor ?? assert.fail(), 'viewer', 'look', 'kotonoha'), { code: 'access.forbidden' });
    assert.equal(first.toban.secrets.redact(token), '[redacted]');
    await first.close();

    await using second = await open({ capabilities, services, folder, databaseUrl });
    const next = await serviceToken(second.toban, 'kotonoha');
    const identity = openIdentity(second.toban);
    assert.equal(await identity.actorOf(token), undefined);
    assert.equal((await identity.actorOf(next))?.service, 'kotonoha');
  });

  test('a service whose token was revoked gets another one', async () => {
    await using toban = await open({ capabilities, services });
    const token = await serviceToken(toban.toban, 'kotonoha');
    const { items } = await toban.ask('tokens.list');
    await toban.act('tokens.revoke', { id: items[0].id });
    const next = await serviceToken(toban.toban, 'kotonoha');
    assert.notEqual(next, token);
    assert.ok(await openIdentity(toban.toban).actorOf(next));
  });
});
