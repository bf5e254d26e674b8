import { newId } from '#platform/ids.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { checkPassword, generatePassword, hashPassword } from '../password.ts';
import { findUser } from '../records.ts';
import { Unwritten } from '../unwritten.ts';
import { addUser, alreadyThere, ROLE_TITLE, RoleName } from '../users.ts';
import { Username, usernameKey } from '../username.ts';

export const createUser = defineOperation({
  name: 'users.create',
  summary: { en: 'Let another person in', ja: '利用者を追加する' },
  risk: 'safe',
  role: 'administrator',
  input: z.object({
    username: Username,
    role: RoleName,
    password: z
      .string()
      .optional()
      .describe('At least 12 characters; left out, one is made and shown once')
      .meta({ secret: true }),
  }),
  positionals: ['username', 'role'],

  async prepare({ username, role, password }, context) {
    if (await findUser(context.store.db, usernameKey(username))) throw alreadyThere(username);
    if (password !== undefined) checkPassword(password, username);
    const made = password === undefined ? generatePassword() : undefined;
    if (made !== undefined) context.secrets.register(made);
    const hash = await hashPassword(password ?? made ?? '');
    return {
      id: newId('u', context.clock.now()),
      username,
      role,
      hash: new Unwritten(hash),
      made: new Unwritten(made),
    };
  },

  steps({ id, username, role, hash }, { clock }) {
    const { en, ja } = ROLE_TITLE[role];
    return [
      {
        title: { en: `Create the user ${username} as ${en}`, ja: `利用者 ${username} を${ja}として作成` },
        write: (trx) =>
          addUser(trx, {
            id,
            username,
            username_key: usernameKey(username),
            password_hash: hash.reveal(),
            role,
            created_at: clock.now(),
            disabled_at: null,
            session_epoch: 0,
          }),
      },
    ];
  },

  report({ id, username, role, made }, { events }) {
    events.publish({ topic: 'access', id });
    const password = made.reveal();
    return { id, username, role, ...(password !== undefined && { password }) };
  },
});
