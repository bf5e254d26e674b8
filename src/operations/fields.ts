import { z } from 'zod';

/** A switch: `true` and `false` also as the words that a command line or an address gives. */
export const Flag = z.union([z.boolean(), z.stringbool()]);

export const Whole = z.coerce.number().int().min(0);

/** How many items one page holds. */
export const Limit = (standard: number, most = 1000) =>
  z.coerce.number().int().min(1).max(most).default(standard).describe('How many items at most');

/** An instant as RFC 3339, e.g. `2026-11-21T08:00:00+09:00`, given on as milliseconds since the epoch. */
export const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** A calendar day, judged in the service's zone: `2026-11-21`. */
export const Day = z.iso.date();
