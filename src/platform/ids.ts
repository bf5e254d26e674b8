import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * An id that sorts by its time of birth: `d_` + 10 characters of milliseconds + 16 of chance (Crockford's base 32).
 * The prefix says what it names: `r_` run, `m_` message, `d_` delivery.
 */
export function newId(prefix: string, now: number): string {
  let time = '';
  for (let rest = now, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32] + time;
  const chance = Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32]).join('');
  return `${prefix}_${time}${chance}`;
}

/** 256 bits of chance for tokens and fences. */
export const newToken = (): string => randomBytes(32).toString('base64url');
