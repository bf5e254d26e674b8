import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { changeUser, countSessions, revokeTokensMadeBy, tokensMadeBy } from '../records.ts';
import { endingOf } from '../ending.ts';
import { keepAnAdministrator, refuseOneself, requireUser } from '../users.ts';
import { Username } from '../username.ts';

export const removeUser = defineOperation({
  name: 'users.remove',
  summary: { en: 'Let a person in no more', ja: '利用者を削除する' },
  risk: 'disruptive',
  role: 'administrator',
  input: z.object({ username: Username }),
  positionals: ['username'],

  async prepare(input, context) {
    const { db } = context.store;
    const { id, username } = await requireUser(db, input.username);
    refuseOneself(context, { id, username }, 'remove');
    await keepAnAdministrator(db, context, { id, username });
    const { count: sessions } = await countSessions(db, id, context.clock.now());
    return { id, username, sessions, tokens: (await tokensMadeBy(db, id)).map(({ name }) => name) };
  },

  steps({ id, username, sessions, tokens }, context) {
    const ending = endingOf(sessions, tokens);
    return [
      {
        title: { en: `Remove the user ${username}${ending.en}`, ja: `利用者 ${username} を削除${ending.ja}` },
        async write(trx) {
          await keepAnAdministrator(trx, context, { id, username });
          await changeUser(trx, id, { disabled_at: context.clock.now() });
          await revokeTokensMadeBy(trx, id, context.clock.now());
        },
      },
    ];
  },

  report({ id, username, sessions, tokens }, { events }) {
    events.publish({ topic: 'access', id });
    return { id, username, sessionsEnded: sessions, tokensRevoked: tokens };
  },
});
