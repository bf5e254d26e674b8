import { rfc3339 } from '#platform/clock.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { findToken, revokeToken } from '../records.ts';
import { unknownToken } from '../tokens.ts';

export const revokeAToken = defineOperation({
  name: 'tokens.revoke',
  summary: { en: 'End a token at once', ja: 'APIトークンを失効させる' },
  risk: 'disruptive',
  role: 'administrator',
  input: z.object({ id: z.string().describe('Token id, as in tokens list') }),
  positionals: ['id'],

  async prepare({ id }, { store }) {
    const token = await findToken(store.db, id);
    if (!token) throw unknownToken(id);
    return { id, name: token.name, prefix: token.prefix, revokedAt: token.revoked_at };
  },

  steps({ id, name, prefix, revokedAt }, { clock }) {
    if (revokedAt !== null) return [];
    return [
      {
        title: { en: `Revoke the token ${name} (${prefix}…)`, ja: `トークン ${name}（${prefix}…）を失効` },
        write: (trx) => revokeToken(trx, id, clock.now()),
      },
    ];
  },

  report({ id, name, revokedAt }, { events, clock }) {
    if (revokedAt !== null) return { id, name, revokedAt: rfc3339(revokedAt), note: 'It was revoked already.' };
    events.publish({ topic: 'access', id });
    return { id, name, revokedAt: rfc3339(clock.now()) };
  },
});
