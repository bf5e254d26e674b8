import type { Actor } from '#operations/actor.ts';
import type { Toban } from '#operations/context.ts';
import type { Session } from '#operations/identity.ts';
import { hashOfCredential, makeCredential } from './credentials.ts';
import { deleteSession, findSession, findUserById, insertSession, touchSession } from './records.ts';
import { record, reserveOf } from './reserve.ts';
import type { SessionRow, UserRow } from './schema.ts';

const SESSION_MS = 12 * 3_600_000;
/** How exactly the last use of a session or a token is known. */
export const TOUCH_MS = 60_000;

export const actorOfUser = ({ id, username, role }: UserRow): Actor => ({ kind: 'user', id, name: username, role });

/**
 * The session is of the epoch in which the password was proven: when the password or the role has been changed in the
 * meantime, it is dead from its beginning.
 */
export async function startSession(toban: Toban, user: UserRow, from: string): Promise<Session> {
  const now = toban.clock.now();
  const credential = makeCredential('session', toban);
  const row: SessionRow = {
    token_hash: credential.hash,
    user_id: user.id,
    epoch: user.session_epoch,
    created_at: now,
    expires_at: now + SESSION_MS,
    last_seen_at: now,
    address: from,
  };
  const actor = actorOfUser(user);
  await record(
    toban,
    { actor, action: 'session.started', detail: { from } },
    (trx) => insertSession(trx, row),
    ({ sessions }) => sessions.set(row.token_hash, row),
  );
  return { token: credential.text, expiresAt: row.expires_at, actor };
}

/** The user of a session in force. Asked of the store each time, so that what ends it ends it at once. */
export async function actorOfSession(toban: Toban, credential: string): Promise<Actor | undefined> {
  const now = toban.clock.now();
  const session = await sessionInForce(toban, credential);
  const user = session && (await findUserById(toban.store.db, session.user_id));
  if (!user || user.session_epoch !== session.epoch) return undefined;
  if (now - session.last_seen_at >= TOUCH_MS)
    await touch(toban, () => touchSession(toban.store.db, session.token_hash, now));
  return actorOfUser(user);
}

async function sessionInForce(toban: Toban, credential: string): Promise<SessionRow | undefined> {
  const hash = hashOfCredential(credential);
  const reserve = reserveOf(toban);
  if (reserve.ended.has(hash)) return undefined;
  const session = reserve.sessions.get(hash) ?? (await findSession(toban.store.db, hash));
  return session && session.expires_at > toban.clock.now() ? session : undefined;
}

export async function signOut(toban: Toban, credential: string): Promise<void> {
  const actor = await actorOfSession(toban, credential);
  if (!actor) return;
  const hash = hashOfCredential(credential);
  reserveOf(toban).sessions.delete(hash);
  await record(
    toban,
    { actor, action: 'session.ended', detail: { why: 'signed out' } },
    (trx) => deleteSession(trx, hash),
    ({ ended }) => ended.add(hash),
  );
}

/** When something was last used is good to know; nobody is kept out because it could not be written down. */
export async function touch(toban: Toban, write: () => Promise<unknown>): Promise<void> {
  await write().catch((error: unknown) => toban.log.warn('a last use was not written down', { error: String(error) }));
}
