import { timingSafeEqual } from 'node:crypto';
import { OpsError } from '#platform/errors.ts';
import type { Actor } from '#operations/actor.ts';
import type { Identity } from '#operations/identity.ts';
import type { FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'toban_session';

/** The person at the machine itself: the token lies in the data folder, which only its owner can read. */
export type LocalOwner = { token: string; actor: Actor };

/**
 * Who asks. A cookie alone changes nothing: the console also sends a header that no page of another site can send.
 * Throws OpsError `session.missing`, or `session.forged`.
 */
export async function authenticate(request: FastifyRequest, identity: Identity, owner: LocalOwner): Promise<Actor> {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) {
    if (same(bearer, owner.token)) return owner.actor;
    return (await identity.actorOf(bearer)) ?? refuse('The token is not in force.');
  }
  const session = request.cookies[SESSION_COOKIE];
  const actor = session === undefined ? undefined : await identity.actorOf(session);
  if (!actor) return refuse('Nobody is signed in.');
  if (request.method !== 'GET' && request.headers['x-toban-console'] !== '1') {
    throw new OpsError('session.forged', 'A request with a cookie must come from the console.', { kind: 'forbidden' });
  }
  return actor;
}

function refuse(detail: string): never {
  throw new OpsError('session.missing', detail, {
    kind: 'unauthenticated',
    hint: 'Sign in at the console, or send Authorization: Bearer with a token from: toban tokens create',
  });
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
