import { isUniqueViolation } from '#platform/db/store-error.ts';
import { takeTurns } from '#platform/db/dialect.ts';
import type { Db } from '#platform/db/store.ts';
import { OpsError } from '#platform/errors.ts';
import type { Role } from '#operations/actor.ts';
import type { Context } from '#operations/context.ts';
import { z } from 'zod';
import { findUser, insertUser, someAdministrators } from './records.ts';
import type { UserRow } from './schema.ts';
import { usernameKey } from './username.ts';

export const RoleName = z
  .enum(['viewer', 'operator', 'administrator', 'auditor'])
  .describe('viewer reads; operator acts; administrator may do all; auditor reads the audit too and changes nothing');

export const ROLE_TITLE: Record<Role, { en: string; ja: string }> = {
  viewer: { en: 'viewer', ja: '閲覧者' },
  operator: { en: 'operator', ja: '運用者' },
  administrator: { en: 'administrator', ja: '管理者' },
  auditor: { en: 'auditor', ja: '監査者' },
};

/** The roles that someone with this role could have given to a token. */
export const ROLES_WITHIN: Record<Role, readonly Role[]> = {
  viewer: ['viewer'],
  operator: ['viewer', 'operator'],
  auditor: ['viewer', 'auditor'],
  administrator: ['viewer', 'operator', 'auditor', 'administrator'],
};

/** Throws OpsError `user.unknown`. */
export async function requireUser(db: Db, username: string): Promise<UserRow> {
  const user = await findUser(db, usernameKey(username));
  if (user) return user;
  throw new OpsError('user.unknown', `There is no user ${username}.`, {
    kind: 'not-found',
    hint: 'See: toban users list',
  });
}

/** Throws OpsError `user.exists`. */
export async function addUser(db: Db, user: UserRow): Promise<void> {
  await insertUser(db, user).catch((thrown: unknown) => {
    throw isUniqueViolation(thrown) ? alreadyThere(user.username) : thrown;
  });
}

export const alreadyThere = (username: string): OpsError =>
  new OpsError('user.exists', `There is a user ${username} already; upper and lower case count as the same.`, {
    kind: 'conflict',
    hint: `Take another name, or change theirs: toban users role ${username} ROLE`,
  });

/** Throws OpsError `user.oneself`: who takes their own rights away may be unable to take that back. */
export function refuseOneself({ actor }: Context, user: Pick<UserRow, 'id' | 'username'>, act: string): void {
  if (actor.kind !== 'user' || actor.id !== user.id) return;
  throw new OpsError('user.oneself', `You are ${user.username}: you cannot ${act} yourself.`, {
    kind: 'conflict',
    hint: 'Let another administrator do it.',
  });
}

/** Throws OpsError `user.last-administrator` when nobody else is one. Within a transaction it holds until its end. */
export async function keepAnAdministrator(
  db: Db,
  { store }: Context,
  user: Pick<UserRow, 'id' | 'username'>,
): Promise<void> {
  if (db !== store.db) await takeTurns(db, store.dialect, 'access');
  const administrators = await someAdministrators(db);
  if (administrators.some(({ id }) => id !== user.id) || administrators.length === 0) return;
  throw new OpsError('user.last-administrator', `${user.username} is the last administrator.`, {
    kind: 'conflict',
    hint: 'Create another one first: toban users create USERNAME administrator',
  });
}
