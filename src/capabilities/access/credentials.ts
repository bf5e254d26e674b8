import { createHash } from 'node:crypto';
import { newToken } from '#platform/ids.ts';
import type { Toban } from '#operations/context.ts';

/** What a credential is for can be seen from how it begins. */
export type CredentialKind = 'api' | 'service' | 'session';

const PREFIX: Record<CredentialKind, string> = { api: 'tbn_', service: 'tbs_', session: 'tbc_' };

export type Credential = { text: string; hash: string; prefix: string };

/** A new credential of 256 bits. From now on it is redacted wherever it would be written. */
export function makeCredential(kind: CredentialKind, toban: Pick<Toban, 'secrets'>): Credential {
  const text = PREFIX[kind] + newToken();
  toban.secrets.register(text);
  return { text, hash: hashOfCredential(text), prefix: text.slice(0, 8) };
}

export const kindOfCredential = (text: string): CredentialKind | undefined =>
  (Object.keys(PREFIX) as CredentialKind[]).find((kind) => text.startsWith(PREFIX[kind]));

/** SHA-256 is enough for 256 bits of chance: there is nothing to guess. */
export const hashOfCredential = (text: string): string => createHash('sha256').update(text).digest('hex');
