import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { openIdentity } from '#capabilities/access/index.ts';
import type { Db } from '#platform/db/store.ts';
import { audit } from '#capabilities/audit/index.ts';
import { movedClock } from '#test/clock.ts';
import { onBothStores, openTestToban, type TestToban } from '#test/toban.ts';
import { tidy } from './housekeeping.ts';
import { access } from './index.ts';
import { payAudit } from './reserve.ts';

const capabilities = [access, audit];
const password = 'a long enough sentence';
const from = '192.0.2.7';
const minutes = (count: number): number => count * 60_000;

async function withUser(toban: TestToban, username = 'mizuki', role = 'operator') {
  await toban.act('users.create', { username, role, password });
  return openIdentity(toban.toban);
}

const actions = async (toban: TestToban, action: string): Promise<any[]> =>
  (await toban.ask('audit.list', { action })).items;

onBothStores((open) => {
  test('F9: a session stands for its user until it is signed out', async () => {
    await using toban = await open({ capabilities });
    const identity = await withUser(toban);
    const session = await identity.signIn({ username: ' MIZUKI ', password, from });
    assert.equal(session.actor.name, 'mizuki');
    assert.deepEqual(await identity.actorOf(session.token), session.actor);
    await identity.signOut(session.token);
    assert.equal(await identity.actorOf(session.token), undefined);
    assert.equal((await actions(toban, 'session.started')).length, 1);
    assert.equal((await actions(toban, 'session.ended')).length, 1);
  });

  test('F9: a session ends after twelve hours, used or not', async () => {
    const clock = movedClock();
    await using toban = await open({ capabilities, clock });
    const identity = await withUser(toban);
    const { token, expiresAt } = await identity.signIn({ username: 'mizuki', password, from });
    assert.equal(expiresAt, clock.now() + minutes(12 * 60));
    for (let hour = 0; hour < 11; hour++) {
      await clock.advance(minutes(60));
      assert.ok(await identity.actorOf(token));
    }
    await clock.advance(minutes(60));
    assert.equal(await identity.actorOf(token), undefined);
  });

  test('F9: a wrong password and an unknown user are refused alike, told nothing apart, and audited', async () => {
    await using toban = await open({ capabilities });
    const identity = await withUser(toban);
    const refused = {
      code: 'session.refused',
      kind: 'unauthenticated',
      message: 'The username or the password is wrong.',
    };
    await assert.rejects(identity.signIn({ username: 'mizuki', password: 'something else here', from }), refused);
    await assert.rejects(identity.signIn({ username: 'nobody', password: 'something else here', from }), refused);
    await assert.rejects(identity.signIn({ username: 'my actual password!', password: '', from }), refused);
    const rows = await actions(toban, 'session.refused');
    assert.deepEqual(
      rows.map((row) => row.actor.name),
      ['(not a username)', 'nobody', 'mizuki'],
    );
    assert.deepEqual(rows[2].detail, { from, why: 'password' });
    assert.doesNotMatch(JSON.stringify(rows), /something else|actual password/);
  });

  test('F9: after five failures within fifteen minutes even the right password waits, and the time is told', async () => {
    const clock = movedClock('2026-11-21T00:00:00Z');
    await using toban = await open({ capabilities, clock });
    const identity = await withUser(toban);
    for (let i = 0; i < 5; i++) {
      await assert.rejects(identity.signIn({ username: 'mizuki', password: 'wrong', from: `192.0.2.${i}` }), {
        code: 'session.refused',
      });
      await clock.advance(minutes(1));
    }
    const hint = 'Try again at 2026-11-21T00:15:00.000Z, in 10 min.';
    await assert.rejects(identity.signIn({ username: 'Mizuki', password, from }), {
      code: 'session.throttled',
      kind: 'throttled',
      hint,
    });
    assert.equal((await actions(toban, 'session.refused')).length, 6);
    await clock.advance(minutes(10));
    assert.ok(await identity.signIn({ username: 'mizuki', password, from }));
  });

  test('F9: many attempts at the same moment are counted like attempts one by one', async () => {
    await using toban = await open({ capabilities });
    const identity = await withUser(toban);
    const attempts = Array.from({ length: 12 }, (_, i) =>
      identity.signIn({ username: 'mizuki', password: `wrong ${i}`, from }),
    );
    const codes = (await Promise.allSettled(attempts)).map((result) => (result as PromiseRejectedResult).reason.code);
    assert.equal(codes.filter((code) => code === 'session.refused').length, 5);
    assert.equal(codes.filter((code) => code === 'session.throttled').length, 7);
  });

  test('F9: an address is throttled after twenty failures with any usernames; others are not', async () => {
    await using toban = await open({ capabilities });
    const identity = await withUser(toban);
    for (let i = 0; i < 20; i++) {
      await assert.rejects(identity.signIn({ username: `guess${i}`, password: 'wrong', from }), {
        code: 'session.refused',
      });
    }
    await assert.rejects(identity.signIn({ username: 'mizuki', password, from }), { code: 'session.throttled' });
    assert.ok(await identity.signIn({ username: 'mizuki', password, from: '198.51.100.9' }));
    const overview = await access.concerns?.({ ...toban.toban, lang: 'en' } as never);
    assert.ok(overview?.some((concern) => concern.level === 'warning' && /20 sign-ins failed/.test(concern.title.en)));
  });

  test('F9: neither password nor session stands anywhere in the store', async () => {
    await using toban = await open({ capabilities });
    const identity = await withUser(toban);
    const { token } = await identity.signIn({ username: 'mizuki', password, from });
    for (const table of ['runs', 'audit', 'users', 'sessions', 'sign_in_failures']) {
      const rows = JSON.stringify(await toban.toban.store.db.selectFrom(table).selectAll().execute());
      assert.ok(!rows.includes(password) && !rows.includes(token), table);
    }
  });

  test('what has ended is forgotten', async () => {
    const clock = movedClock();
    await using toban = await open({ capabilities, clock });
    const identity = await withUser(toban);
    await identity.signIn({ username: 'mizuki', password, from });
    await assert.rejects(identity.signIn({ username: 'mizuki', password: 'wrong', from }));
    await clock.advance(minutes(25 * 60));
    await tidy(toban.toban);
    for (const table of ['sessions', 'sign_in_failures']) {
      assert.deepEqual(await toban.toban.store.db.selectFrom(table).selectAll().execute(), []);
    }
  });
});

test('F9: with a full disk people get in and out, guessing stays throttled, and the audit is written once there is room', async () => {
  await using toban = await openTestToban({ capabilities });
  const { db } = toban.toban.store;
  const identity = await withUser(toban);
  const early = await identity.signIn({ username: 'mizuki', password, from });
  await fill(db);
  const { token } = await identity.signIn({ username: 'mizuki', password, from });
  assert.equal((await identity.actorOf(token))?.name, 'mizuki');
  await identity.signOut(early.token);
  assert.equal(await identity.actorOf(early.token), undefined);
  for (let i = 0; i < 5; i++)
    await assert.rejects(identity.signIn({ username: 'other', password: 'wrong', from }), { code: 'session.refused' });
  await assert.rejects(identity.signIn({ username: 'other', password, from }), { code: 'session.throttled' });

  await assert.rejects(payAudit(toban.toban), { code: 'store.full' });
  await sql`pragma max_page_count = 1073741823`.execute(db);
  await tidy(toban.toban);
  assert.equal((await actions(toban, 'session.started')).length, 2);
  assert.equal((await actions(toban, 'session.refused')).length, 6);
  assert.equal((await toban.ask('audit.verify')).ok, true);
});

/** SQLite's own limit of pages answers as a full disk does; the triggers make each of these writes need new pages. */
async function fill(db: Db): Promise<void> {
  await sql`create table filler (bytes blob)`.execute(db);
  for (const table of ['sessions', 'audit', 'sign_in_failures']) {
    for (const change of ['insert', 'delete']) {
      const trigger = `create trigger ${change}_${table} after ${change} on ${table} begin insert into filler values (zeroblob(100000)); end`;
      await sql.raw(trigger).execute(db);
    }
  }
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db);
  await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(db);
}
