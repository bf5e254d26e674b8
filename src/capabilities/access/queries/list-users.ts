import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { listUsers as readUsers } from '../records.ts';

export const listUsers = defineQuery({
  name: 'users.list',
  summary: { en: 'Who may come in, and as what', ja: '利用者の一覧' },
  role: 'auditor',
  input: z.object({}),

  async answer(_input, { store, clock }) {
    const users = await readUsers(store.db, clock.now());
    return {
      items: users.map(({ id, username, role, created_at, sessions, last_seen_at }) => ({
        id,
        username,
        role,
        createdAt: rfc3339(created_at),
        sessions,
        lastSeenAt: rfc3339OrNull(last_seen_at),
      })),
    };
  },
});
