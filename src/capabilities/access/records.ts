import type { Kysely } from 'kysely';
import type { Role } from '#operations/actor.ts';
import type { AccessTables, SessionRow, SignInFailureRow, TokenRow, UserRow } from './schema.ts';

type Tables = Kysely<AccessTables>;

export const insertUser = (db: Tables, row: UserRow) => db.insertInto('users').values(row).execute();

export const findUser = (db: Tables, key: string) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('username_key', '=', key)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();

export const findUserById = (db: Tables, id: string) =>
  db.selectFrom('users').selectAll().where('id', '=', id).where('disabled_at', 'is', null).executeTakeFirst();

/** With the number of their sessions in force and when they were last seen. */
export const listUsers = (db: Tables, now: number) =>
  db
    .selectFrom('users')
    .leftJoin('sessions', (join) =>
      join
        .onRef('sessions.user_id', '=', 'users.id')
        .onRef('sessions.epoch', '=', 'users.session_epoch')
        .on('sessions.expires_at', '>', now),
    )
    .select(['users.id', 'users.username', 'users.role', 'users.created_at'])
    .select(({ fn }) => [
      fn.count<number>('sessions.token_hash').as('sessions'),
      fn.max('sessions.last_seen_at').as('last_seen_at'),
    ])
    .where('users.disabled_at', 'is', null)
    .groupBy(['users.id', 'users.username', 'users.role', 'users.created_at', 'users.username_key'])
    .orderBy('users.username_key')
    .execute();

/** One more than none is enough for the first question, two for the second: is there any, is this the last? */
export const someAdministrators = (db: Tables) =>
  db
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'administrator')
    .where('disabled_at', 'is', null)
    .limit(2)
    .execute();

/** Changes the user as `change` says and ends every session of theirs. */
export async function changeUser(
  db: Tables,
  id: string,
  change: Partial<Pick<UserRow, 'password_hash' | 'role' | 'disabled_at'>>,
) {
  await db
    .updateTable('users')
    .set((is) => ({ ...change, session_epoch: is('session_epoch', '+', 1) }))
    .where('id', '=', id)
    .execute();
  await db.deleteFrom('sessions').where('user_id', '=', id).execute();
}

export const insertSession = (db: Tables, row: SessionRow) => db.insertInto('sessions').values(row).execute();

export const findSession = (db: Tables, hash: string) =>
  db.selectFrom('sessions').selectAll().where('token_hash', '=', hash).executeTakeFirst();

export const deleteSession = (db: Tables, hash: string) =>
  db.deleteFrom('sessions').where('token_hash', '=', hash).execute();

export const touchSession = (db: Tables, hash: string, at: number) =>
  db.updateTable('sessions').set({ last_seen_at: at }).where('token_hash', '=', hash).execute();

export const countSessions = (db: Tables, user: string, now: number) =>
  db
    .selectFrom('sessions')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('user_id', '=', user)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();

export const insertToken = (db: Tables, row: TokenRow) => db.insertInto('api_tokens').values(row).execute();

export const findTokenByHash = (db: Tables, hash: string) =>
  db.selectFrom('api_tokens').selectAll().where('token_hash', '=', hash).executeTakeFirst();

export const findToken = (db: Tables, id: string) =>
  db.selectFrom('api_tokens').selectAll().where('id', '=', id).executeTakeFirst();

export type TokenFilter = { all: boolean; now: number; limit: number; before?: string | undefined };

/** Newest first; without `all` only those in force. */
export function listTokens(db: Tables, { all, now, limit, before }: TokenFilter) {
  let query = db.selectFrom('api_tokens').selectAll();
  if (!all) {
    query = query
      .where('revoked_at', 'is', null)
      .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]));
  }
  if (before) query = query.where('id', '<', before);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

export const touchToken = (db: Tables, id: string, at: number) =>
  db.updateTable('api_tokens').set({ last_used_at: at }).where('id', '=', id).execute();

export const revokeToken = (db: Tables, id: string, at: number) =>
  db.updateTable('api_tokens').set({ revoked_at: at }).where('id', '=', id).where('revoked_at', 'is', null).execute();

/** Tokens in force that a user made and whose role is none of `roles`. */
export function tokensMadeBy(db: Tables, user: string, roles: readonly Role[] = []) {
  const made = db
    .selectFrom('api_tokens')
    .select(['id', 'name'])
    .where('created_by', '=', user)
    .where('revoked_at', 'is', null);
  return (roles.length > 0 ? made.where('role', 'not in', roles) : made).orderBy('id').execute();
}

export function revokeTokensMadeBy(db: Tables, user: string, at: number, roles: readonly Role[] = []) {
  const made = db
    .updateTable('api_tokens')
    .set({ revoked_at: at })
    .where('created_by', '=', user)
    .where('revoked_at', 'is', null);
  return (roles.length > 0 ? made.where('role', 'not in', roles) : made).execute();
}

/** The tokens that a former life of this node made for the service. */
export const revokeServiceTokens = (db: Tables, service: string, node: string, at: number) =>
  db
    .updateTable('api_tokens')
    .set({ revoked_at: at })
    .where('kind', '=', 'service')
    .where('service', '=', service)
    .where('node', '=', node)
    .where('revoked_at', 'is', null)
    .execute();

export const insertFailure = (db: Tables, row: SignInFailureRow) =>
  db.insertInto('sign_in_failures').values(row).execute();

export const deleteFailures = (db: Tables, key: string) =>
  db.deleteFrom('sign_in_failures').where('username_key', '=', key).execute();

/** Failures since an instant, of the username or from the address. */
export const failuresOf = (db: Tables, key: string, address: string, since: number) =>
  db
    .selectFrom('sign_in_failures')
    .selectAll()
    .where('at', '>', since)
    .where((is) => is.or([is('username_key', '=', key), is('address', '=', address)]))
    .execute();

export const countFailures = (db: Tables, since: number) =>
  db
    .selectFrom('sign_in_failures')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('at', '>', since)
    .executeTakeFirstOrThrow();

/** The code in force is the only row. */
export async function replaceCode(db: Tables, row: AccessTables['first_code'] | undefined) {
  await db.deleteFrom('first_code').execute();
  if (row) await db.insertInto('first_code').values(row).execute();
}

export const codeInForce = (db: Tables) => db.selectFrom('first_code').selectAll().executeTakeFirst();

export const countTry = (db: Tables) =>
  db
    .updateTable('first_code')
    .set((is) => ({ tries: is('tries', '+', 1) }))
    .execute();

/** What no longer says anything: ended sessions, old failures, services' tokens revoked before `tokensBefore`. */
export async function forgetOld(
  db: Tables,
  { now, failuresBefore, tokensBefore }: { now: number; failuresBefore: number; tokensBefore: number },
) {
  await db.deleteFrom('sessions').where('expires_at', '<=', now).execute();
  await db.deleteFrom('sign_in_failures').where('at', '<', failuresBefore).execute();
  await db.deleteFrom('api_tokens').where('kind', '=', 'service').where('revoked_at', '<', tokensBefore).execute();
}
