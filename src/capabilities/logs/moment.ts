import { z } from 'zod';
import { Duration, durationMs } from '#manual/units.ts';
import { addDays, startOfDay } from '#manual/zone.ts';
import { Instant } from '#operations/fields.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A point in time as people ask for it: an instant, a day of the service's calendar, or how long ago. */
export const Moment = z
  .string()
  .refine(
    (text) =>
      Instant.safeParse(text).success || z.iso.date().safeParse(text).success || Duration.safeParse(text).success,
    'must be a time such as 2026-11-21T08:00:00+09:00, a day such as 2026-11-21, or how long ago such as 1h',
  );

/** The instant that is meant, in milliseconds. A day begins with its first instant as `since`, and ends with its last as `until`. */
export function momentAt(text: string, edge: 'since' | 'until', zone: string, now: number): number {
  if (DAY.test(text)) return edge === 'since' ? startOfDay(text, zone) : startOfDay(addDays(text, 1), zone) - 1;
  const duration = Duration.safeParse(text);
  return duration.success ? now - durationMs(duration.data) : Date.parse(text);
}
