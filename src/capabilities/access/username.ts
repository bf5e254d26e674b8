import { z } from 'zod';

const PATTERN = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u;

export const Username = z
  .string()
  .trim()
  .regex(PATTERN, 'must begin with a letter or digit and have at most 64 letters, digits or . _ @ -')
  .describe('Username; upper and lower case count as the same');

/** The username as it is compared. */
export const usernameKey = (username: string): string => username.trim().slice(0, 128).normalize('NFKC').toLowerCase();

/** A typed username as it may be written down: people also type their password into the wrong field. */
export const shownUsername = (typed: string): string =>
  PATTERN.test(typed.trim()) && typed.length <= 32 ? typed.trim() : '(not a username)';
