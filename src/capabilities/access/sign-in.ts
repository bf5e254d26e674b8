import { createHash } from 'node:crypto';
import { rfc3339 } from '#platform/clock.ts';
import { takeTurns } from '#platform/db/dialect.ts';
import type { Db } from '#platform/db/store.ts';
import { OpsError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import type { Actor } from '#operations/actor.ts';
import type { Toban } from '#operations/context.ts';
import type { Session } from '#operations/identity.ts';
import { hashOfNobody, passwordFits } from './password.ts';
import { deleteFailures, failuresOf, findUser, insertFailure } from './records.ts';
import { orInMemory, record, reserveOf } from './reserve.ts';
import type { SignInFailureRow, UserRow } from './schema.ts';
import { startSession } from './sessions.ts';
import { nextAttemptAt, WINDOW_MS } from './throttle.ts';
import { shownUsername, usernameKey } from './username.ts';

export type Attempt = { username: string; password: string; from: string };

/** Throws OpsError `session.refused`, or `session.throttled` with the time of the next try. */
export async function signIn(toban: Toban, { username, password, from }: Attempt): Promise<Session> {
  const user = await provePassword(toban, { username, password, from });
  return startSession(toban, user, from);
}

/** The user whose password this is. The failure is written down before the password is looked at, and removed when it fits. */
export async function provePassword(toban: Toban, { username, password, from }: Attempt): Promise<UserRow> {
  const key = usernameKey(username);
  const name = shownUsername(username);
  await countAttempt(toban, key, from, name);
  const user = await findUser(toban.store.db, key);
  const fits = await passwordFits(password, user?.password_hash ?? (await hashOfNobody()));
  if (user && fits) {
    await forgetAttempts(toban, key);
    return user;
  }
  await recordRefusal(toban, user?.username ?? name, { from, why: user ? 'password' : 'username' });
  throw new OpsError('session.refused', 'The username or the password is wrong.', {
    kind: 'unauthenticated',
    hint: 'Try again; an administrator sets a new password by: toban users password USERNAME',
  });
}

/** Throws OpsError `session.throttled` unless another attempt may be made; counts it as a failure until it succeeds. */
export async function countAttempt(toban: Toban, key: string, from: string, name: string): Promise<void> {
  const now = toban.clock.now();
  const row: SignInFailureRow = { id: newId('f', now), username_key: failureKey(key), address: from, at: now };
  const free = await orInMemory(
    toban,
    async (trx) => {
      await takeTurns(trx, toban.store.dialect, 'sign-in');
      const at = await nextAttempt(toban, trx, row);
      if (at <= now) await insertFailure(trx, row);
      return at;
    },
    async (reserve) => {
      const at = await nextAttempt(toban, toban.store.db, row);
      if (at <= now) reserve.failures.push(row);
      return at;
    },
  );
  if (free <= now) return;
  await recordRefusal(toban, name, { from, why: 'throttled' });
  throw new OpsError('session.throttled', 'Too many attempts to sign in have failed.', {
    kind: 'throttled',
    hint: `Try again at ${rfc3339(free)}, in ${Math.ceil((free - now) / 60_000)} min.`,
  });
}

async function nextAttempt(toban: Toban, db: Db, { username_key, address, at }: SignInFailureRow): Promise<number> {
  const failures = [...(await failuresOf(db, username_key, address, at - WINDOW_MS)), ...reserveOf(toban).failures];
  const timesOf = (belongs: (failure: SignInFailureRow) => boolean) =>
    failures.filter(belongs).map((failure) => failure.at);
  return nextAttemptAt(
    {
      username: timesOf((failure) => failure.username_key === username_key),
      address: timesOf((failure) => failure.address === address),
    },
    at,
  );
}

export async function forgetAttempts(toban: Toban, key: string): Promise<void> {
  const kept = failureKey(key);
  const reserve = reserveOf(toban);
  reserve.failures = reserve.failures.filter((failure) => failure.username_key !== kept);
  await orInMemory(
    toban,
    (trx) => deleteFailures(trx, kept),
    async () => [],
  );
}

export async function recordRefusal(toban: Toban, name: string, detail: { from: string; why: string }): Promise<void> {
  const actor: Actor = { kind: 'user', id: 'unproven', name, role: 'viewer' };
  await record(
    toban,
    { actor, action: 'session.refused', outcome: 'refused', detail },
    async () => {},
    () => {},
  );
}

/** Hashed, since people also type their password into the field of the username. */
const failureKey = (key: string): string => createHash('sha256').update(key).digest('hex');
