import { OpsError } from '#platform/errors.ts';
import type { Context } from '#operations/context.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { endingOf } from '../ending.ts';
import { checkPassword, generatePassword, hashPassword } from '../password.ts';
import { changeUser, countSessions } from '../records.ts';
import type { UserRow } from '../schema.ts';
import { provePassword } from '../sign-in.ts';
import { Unwritten } from '../unwritten.ts';
import { requireUser } from '../users.ts';
import { Username } from '../username.ts';

export const changePassword = defineOperation({
  name: 'users.password',
  summary: { en: 'Set a new password', ja: 'パスワードを変更する' },
  risk: 'safe',
  // Everybody may change their own; `mayChange` judges the rest.
  role: 'viewer',
  input: z.object({
    username: Username,
    password: z
      .string()
      .optional()
      .describe('At least 12 characters; left out, one is made and shown once')
      .meta({ secret: true }),
    current: z
      .string()
      .optional()
      .describe('The present password; an administrator need not give it')
      .meta({ secret: true }),
  }),
  positionals: ['username'],

  async prepare({ username, password, current }, context) {
    const user = await requireChangeable(context, username);
    if (password !== undefined) checkPassword(password, user.username);
    if (context.actor.role !== 'administrator') await proveCurrent(context, user, current);
    const made = password === undefined ? generatePassword() : undefined;
    if (made !== undefined) context.secrets.register(made);
    const hash = await hashPassword(password ?? made ?? '');
    const { count: sessions } = await countSessions(context.store.db, user.id, context.clock.now());
    return { id: user.id, username: user.username, sessions, hash: new Unwritten(hash), made: new Unwritten(made) };
  },

  steps({ id, username, sessions, hash }) {
    const ending = endingOf(sessions, []);
    return [
      {
        title: {
          en: `Set the new password of ${username}${ending.en}`,
          ja: `${username} のパスワードを変更${ending.ja}`,
        },
        write: (trx) => changeUser(trx, id, { password_hash: hash.reveal() }),
      },
    ];
  },

  report({ id, username, sessions, made }, { events }) {
    events.publish({ topic: 'access', id });
    const password = made.reveal();
    return { id, username, sessionsEnded: sessions, ...(password !== undefined && { password }) };
  },
});

/** Throws OpsError `access.forbidden` for another's password, whether or not there is such a user. */
async function requireChangeable({ actor, store }: Context, username: string): Promise<UserRow> {
  if (actor.role === 'administrator') return requireUser(store.db, username);
  const user = await requireUser(store.db, username).catch(() => undefined);
  if (user && actor.kind === 'user' && actor.id === user.id) return user;
  throw new OpsError('access.forbidden', `${actor.name} (${actor.role}) may change no password but their own.`, {
    kind: 'forbidden',
    hint: 'Ask an administrator.',
  });
}

/** A console left open must not be enough to take the account over. */
async function proveCurrent(context: Context, { username }: UserRow, current: string | undefined): Promise<void> {
  if (current === undefined) {
    throw new OpsError('password.current', 'The present password is needed to change it.', {
      kind: 'usage',
      hint: 'Give it as "current".',
    });
  }
  await provePassword(context, { username, password: current, from: 'change of password' });
}
