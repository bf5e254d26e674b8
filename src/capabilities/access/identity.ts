import type { Actor } from '#operations/actor.ts';
import type { Toban } from '#operations/context.ts';
import type { OpenIdentity } from '#operations/identity.ts';
import { claim, isUnclaimed, oneTimeCode } from './claim.ts';
import { kindOfCredential } from './credentials.ts';
import { hashOfNobody } from './password.ts';
import { actorOfSession, signOut } from './sessions.ts';
import { signIn } from './sign-in.ts';
import { actorOfToken } from './tokens.ts';

export const openIdentity: OpenIdentity = (toban) => {
  // Made before the first attempt, so that it takes no longer than the others.
  hashOfNobody().catch((error: unknown) => toban.log.error('passwords cannot be hashed', { error: String(error) }));
  return {
    actorOf: (credential) => actorOf(toban, credential),
    signIn: (attempt) => signIn(toban, attempt),
    signOut: (session) => signOut(toban, session),
    claim: (given) => claim(toban, given),
    isUnclaimed: () => isUnclaimed(toban.store.db),
    oneTimeCode: () => oneTimeCode(toban),
  };
};

async function actorOf(toban: Toban, credential: string): Promise<Actor | undefined> {
  const kind = kindOfCredential(credential);
  if (kind === undefined) return undefined;
  return kind === 'session' ? actorOfSession(toban, credential) : actorOfToken(toban, credential);
}
