import { createHash } from 'node:crypto';
import { inFours } from './password.ts';

/** Letters and digits of which none is taken for another. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/** After so many wrong tries the code is void. */
export const MOST_TRIES = 5;

/** Such as `K7QF-2M9X-PD4T`: about 59 bits. */
export const makeCode = (): string => inFours(12, LETTERS);

/** However a person types it: small letters and left-out or added hyphens and blanks count as right. */
export const hashOfCode = (code: string): string =>
  createHash('sha256')
    .update(
      code
        .normalize('NFKC')
        .toUpperCase()
        .replace(/[^A-Z0-9]/g, ''),
    )
    .digest('hex');
