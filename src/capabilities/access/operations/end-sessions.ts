import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { changeUser, countSessions } from '../records.ts';
import { requireUser } from '../users.ts';
import { Username } from '../username.ts';

export const endSessions = defineOperation({
  name: 'users.sign-out',
  summary: { en: 'End every session of a person, as after a lost laptop', ja: '利用者のセッションをすべて終了する' },
  risk: 'disruptive',
  role: 'administrator',
  input: z.object({ username: Username }),
  positionals: ['username'],

  async prepare(input, { store, clock }) {
    const { id, username } = await requireUser(store.db, input.username);
    const { count: sessions } = await countSessions(store.db, id, clock.now());
    return { id, username, sessions };
  },

  // Also when none is open: one may be opening at this moment, and it too is to be dead.
  steps: ({ id, username, sessions }) => [
    {
      title: { en: `End the ${sessions} session(s) of ${username}`, ja: `${username} のセッション${sessions}件を終了` },
      write: (trx) => changeUser(trx, id, {}),
    },
  ],

  report({ id, username, sessions }, { events }) {
    events.publish({ topic: 'access', id });
    return { username, sessionsEnded: sessions };
  },
});
