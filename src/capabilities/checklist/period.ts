import type { Period } from '#manual/guides.ts';
import { addDays, dayOf, startOfDay } from '#manual/zone.ts';

/** One day, week or month of a service's calendar: from `since` up to, not including, `until`. */
export type Span = {
  period: Period;
  /** `2026-11-21`, `2026-W47` (ISO 8601) or `2026-11`. */
  key: string;
  since: number;
  until: number;
};

export const PERIODS: readonly Period[] = ['daily', 'weekly', 'monthly'];

/** The period that holds an instant. */
export function spanAt(period: Period, at: number, zone: string): Span {
  const day = dayOf(at, zone);
  const first = firstDayOf(period, day);
  const next = firstDayOf(period, addDays(first, LONGER_THAN[period]));
  return { period, key: keyOf(period, day), since: startOfDay(first, zone), until: startOfDay(next, zone) };
}

export const spanBefore = ({ period, since }: Span, zone: string): Span => spanAt(period, since - 1, zone);

/** Days from the first day of a period that surely lead into the next one, and not past it. */
const LONGER_THAN: Record<Period, number> = { daily: 1, weekly: 7, monthly: 31 };

function firstDayOf(period: Period, day: string): string {
  if (period === 'daily') return day;
  return period === 'weekly' ? mondayOf(day) : `${day.slice(0, 7)}-01`;
}

function keyOf(period: Period, day: string): string {
  if (period === 'daily') return day;
  return period === 'weekly' ? isoWeekOf(day) : day.slice(0, 7);
}

const mondayOf = (day: string): string => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));

/** ISO 8601: a week belongs to the year that its Thursday is in. */
export function isoWeekOf(day: string): string {
  const thursday = addDays(mondayOf(day), 3);
  const year = thursday.slice(0, 4);
  const ofYear = (Date.parse(`${thursday}T00:00:00Z`) - Date.parse(`${year}-01-01T00:00:00Z`)) / 86_400_000;
  return `${year}-W${String(Math.floor(ofYear / 7) + 1).padStart(2, '0')}`;
}
