import { OpsError } from '#platform/errors.ts';
import { addDays, dayOf, startOfDay } from '#manual/zone.ts';

export type Kind = 'daily' | 'weekly';

/** Whole days of the service's calendar: from `since` up to, not including, `until`. */
export type Period = { kind: Kind; firstDay: string; lastDay: string; since: number; until: number };

const DAYS: Record<Kind, number> = { daily: 1, weekly: 7 };

/** The day, or the seven days up to and including it; today when no day is given. Throws OpsError `report.future`. */
export function periodOf(kind: Kind, date: string | undefined, now: number, zone: string): Period {
  const today = dayOf(now, zone);
  const lastDay = date ?? today;
  if (lastDay > today) {
    throw new OpsError('report.future', `${lastDay} has not begun yet in ${zone}: it is ${today} there.`, {
      kind: 'usage',
      hint: 'Give a day that has begun, or none for today.',
    });
  }
  return ending(kind, lastDay, zone);
}

export const periodBefore = ({ kind, firstDay }: Period, zone: string): Period =>
  ending(kind, addDays(firstDay, -1), zone);

export function daysIn({ firstDay, lastDay }: Period): string[] {
  const days: string[] = [];
  for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) days.push(day);
  return days;
}

function ending(kind: Kind, lastDay: string, zone: string): Period {
  const firstDay = addDays(lastDay, 1 - DAYS[kind]);
  return { kind, firstDay, lastDay, since: startOfDay(firstDay, zone), until: startOfDay(addDays(lastDay, 1), zone) };
}
