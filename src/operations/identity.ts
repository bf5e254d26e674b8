import type { Actor } from './actor.ts';
import type { Toban } from './context.ts';

/** How surfaces learn who is asking. The access capability fulfils it; `main.ts` hands it over. */
export type Identity = {
  /** The actor behind an API token, a service's token or a session, or undefined when it is none in force. */
  actorOf(credential: string): Promise<Actor | undefined>;
  /** Throws OpsError `session.refused`, or `session.throttled` after too many failures. */
  signIn(attempt: { username: string; password: string; from: string }): Promise<Session>;
  signOut(session: string): Promise<void>;
  /** Creates the first administrator. Throws OpsError `session.code` when the one-time code does not fit. */
  claim(claim: { code: string; username: string; password: string; from: string }): Promise<Session>;
  /** Whether there is no administrator yet. */
  isUnclaimed(): Promise<boolean>;
  /** The code to print at the start; null once there is an administrator. */
  oneTimeCode(): Promise<string | null>;
};

/** `token` is what the cookie holds; it stands nowhere in the store in clear. */
export type Session = { token: string; expiresAt: number; actor: Actor };

export type OpenIdentity = (toban: Toban) => Identity;
