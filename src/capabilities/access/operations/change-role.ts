import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { endingOf } from '../ending.ts';
import { changeUser, countSessions, revokeTokensMadeBy, tokensMadeBy } from '../records.ts';
import { keepAnAdministrator, refuseOneself, requireUser, ROLE_TITLE, RoleName, ROLES_WITHIN } from '../users.ts';
import { Username } from '../username.ts';

export const changeRole = defineOperation({
  name: 'users.role',
  summary: { en: 'Change what a person may do', ja: '利用者の権限を変更する' },
  risk: 'safe',
  role: 'administrator',
  input: z.object({ username: Username, role: RoleName }),
  positionals: ['username', 'role'],

  async prepare(input, context) {
    const { db } = context.store;
    const { id, username, role: former } = await requireUser(db, input.username);
    if (former !== input.role) refuseOneself(context, { id, username }, 'change the role of');
    if (input.role !== 'administrator') await keepAnAdministrator(db, context, { id, username });
    const { count: sessions } = await countSessions(db, id, context.clock.now());
    const tokens = await tokensMadeBy(db, id, ROLES_WITHIN[input.role]);
    return { id, username, former, role: input.role, sessions, tokens: tokens.map(({ name }) => name) };
  },

  steps({ id, username, former, role, sessions, tokens }, context) {
    if (former === role) return [];
    const ending = endingOf(sessions, tokens);
    const { en, ja } = ROLE_TITLE[role];
    return [
      {
        title: { en: `Make ${username} (${former}) ${en}${ending.en}`, ja: `${username} を${ja}に変更${ending.ja}` },
        async write(trx) {
          if (role !== 'administrator') await keepAnAdministrator(trx, context, { id, username });
          await changeUser(trx, id, { role });
          await revokeTokensMadeBy(trx, id, context.clock.now(), ROLES_WITHIN[role]);
        },
      },
    ];
  },

  report({ id, username, former, role, sessions, tokens }, { events }) {
    if (former === role) return { id, username, role, note: 'The role was this one already.' };
    events.publish({ topic: 'access', id });
    return { id, username, former, role, sessionsEnded: sessions, tokensRevoked: tokens };
  },
});
