import type { Role } from '#operations/actor.ts';

/** Times are milliseconds since the epoch, UTC. Passwords, tokens and codes are kept as hashes only. */
export type AccessTables = {
  users: UserRow;
  sessions: SessionRow;
  api_tokens: TokenRow;
  sign_in_failures: SignInFailureRow;
  first_code: { hash: string; tries: number; created_at: number };
};

export type UserRow = {
  id: string;
  username: string;
  /** The username as it is compared: no two users in force share one. */
  username_key: string;
  password_hash: string;
  role: Role;
  created_at: number;
  disabled_at: number | null;
  /** Grows with each change that ends the user's sessions: a session of an earlier epoch is dead. */
  session_epoch: number;
};

export type SessionRow = {
  token_hash: string;
  user_id: string;
  epoch: number;
  created_at: number;
  expires_at: number;
  last_seen_at: number;
  address: string;
};

export type TokenRow = {
  id: string;
  kind: 'api' | 'service';
  /** The first characters, to know a token by. */
  prefix: string;
  token_hash: string;
  name: string;
  role: Role;
  service: string | null;
  /** Which node keeps a service's token. */
  node: string | null;
  created_by: string;
  created_by_name: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
  revoked_at: number | null;
};

/** An attempt counts as failed from its beginning until it has succeeded, so that many at once are counted too. */
export type SignInFailureRow = { id: string; username_key: string; address: string; at: number };
