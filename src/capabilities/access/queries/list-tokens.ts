import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import { defineQuery } from '#operations/define.ts';
import { Flag, Limit } from '#operations/fields.ts';
import { z } from 'zod';
import { listTokens as readTokens } from '../records.ts';
import type { TokenRow } from '../schema.ts';
import { isInForce } from '../tokens.ts';

export const listTokens = defineQuery({
  name: 'tokens.list',
  summary: { en: 'The tokens that let programs in', ja: 'APIトークンの一覧' },
  role: 'auditor',
  input: z.object({
    all: Flag.default(false).describe('Also those that were revoked or have expired'),
    limit: Limit(100).describe('How many at most'),
    cursor: z.string().optional().describe('The "next" of the page before'),
  }),

  async answer({ all, limit, cursor }, { store, clock }) {
    const now = clock.now();
    const tokens = await readTokens(store.db, { all, now, limit, before: cursor });
    const last = tokens.length === limit ? tokens.at(-1) : undefined;
    return { items: tokens.map((token) => describeToken(token, now)), ...(last && { next: last.id }) };
  },
});

function describeToken(token: TokenRow, now: number) {
  const state = token.revoked_at !== null ? 'revoked' : isInForce(token, now) ? 'active' : 'expired';
  return {
    id: token.id,
    name: token.name,
    kind: token.kind,
    prefix: token.prefix,
    role: token.role,
    ...(token.service !== null && { service: token.service }),
    state,
    createdBy: token.created_by_name,
    createdAt: rfc3339(token.created_at),
    expiresAt: rfc3339OrNull(token.expires_at),
    lastUsedAt: rfc3339OrNull(token.last_used_at),
    revokedAt: rfc3339OrNull(token.revoked_at),
  };
}
