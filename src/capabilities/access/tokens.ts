import { OpsError } from '#platform/errors.ts';
import type { Actor } from '#operations/actor.ts';
import { resident, type Toban } from '#operations/context.ts';
import { systemActor } from '#operations/actor.ts';
import { appendAudit } from '#operations/audit.ts';
import { newId } from '#platform/ids.ts';
import { hashOfCredential, makeCredential } from './credentials.ts';
import { findTokenByHash, insertToken, revokeServiceTokens, touchToken } from './records.ts';
import type { TokenRow } from './schema.ts';
import { touch, TOUCH_MS } from './sessions.ts';

export const isInForce = ({ revoked_at, expires_at }: TokenRow, now: number): boolean =>
  revoked_at === null && (expires_at === null || expires_at > now);

/** Who speaks by an API token or a service's token in force. */
export async function actorOfToken(toban: Toban, credential: string): Promise<Actor | undefined> {
  const now = toban.clock.now();
  const token = await findTokenByHash(toban.store.db, hashOfCredential(credential));
  if (!token || !isInForce(token, now)) return undefined;
  if (now - (token.last_used_at ?? 0) >= TOUCH_MS) await touch(toban, () => touchToken(toban.store.db, token.id, now));
  return {
    kind: token.kind === 'service' ? 'service' : 'token',
    id: token.id,
    name: token.name,
    role: token.role,
    ...(token.service !== null && { service: token.service }),
  };
}

const keptTokens = resident(() => new Map<string, Promise<string>>());

/** The token by which a service speaks to Toban: one for each service and life of this node, made anew once it is revoked. */
export function serviceToken(at: Toban, service: string): Promise<string> {
  const tokens = keptTokens(at);
  const former = tokens.get(service) ?? Promise.resolve(undefined);
  const token = former
    .catch(() => undefined)
    .then(async (known) => (known !== undefined && (await holds(at, known)) ? known : mint(at, service)));
  tokens.set(service, token);
  return token;
}

async function holds({ store, clock }: Toban, credential: string): Promise<boolean> {
  const token = await findTokenByHash(store.db, hashOfCredential(credential));
  return token !== undefined && isInForce(token, clock.now());
}

async function mint(toban: Toban, service: string): Promise<string> {
  const now = toban.clock.now();
  const { node } = toban.settings;
  const { text, hash, prefix } = makeCredential('service', toban);
  const actor = systemActor('toban');
  const made = { service, node, created_by: actor.id, created_by_name: actor.name, created_at: now };
  await toban.store.transaction(async (trx) => {
    await revokeServiceTokens(trx, service, node, now);
    await insertToken(trx, {
      id: newId('t', now),
      kind: 'service',
      prefix,
      token_hash: hash,
      name: service,
      role: 'viewer',
      ...made,
      expires_at: null,
      last_used_at: null,
      revoked_at: null,
    });
    await appendAudit(toban, trx, { actor, action: 'token.minted', service, detail: { node } });
  });
  return text;
}

export const unknownToken = (id: string): OpsError =>
  new OpsError('token.unknown', `There is no token ${id}.`, { kind: 'not-found', hint: 'See: toban tokens list' });
