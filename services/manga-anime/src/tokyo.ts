const OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;

/** The calendar day in Asia/Tokyo, `YYYY-MM-DD`. Japan has had no summer time since 1951. */
export const dayOf = (instant: Date): string => new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 10);

/** The time of day in Asia/Tokyo, `HH:MM`. */
export const timeOf = (instant: Date): string => new Date(instant.getTime() + OFFSET_MS).toISOString().slice(11, 16);

export const startOf = (day: string): Date => new Date(`${day}T00:00:00+09:00`);

export const addDays = (day: string, days: number): string => dayOf(new Date(startOf(day).getTime() + days * DAY_MS));

export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = startOf(text);
  return !Number.isNaN(midnight.getTime()) && dayOf(midnight) === text;
}

/** `2026年11月21日(土)` */
export function dayInJapanese(day: string): string {
  const weekday = '日月火水木金土'[new Date(`${day}T00:00:00Z`).getUTCDay()];
  return `${day.slice(0, 4)}年${day.slice(5, 7)}月${day.slice(8, 10)}日(${weekday})`;
}

const BROADCAST_TIME = /^(\d{4})[-/]?(\d{2})[-/]?(\d{2})[ T]?(\d{2}):?(\d{2})(?::?(\d{2}))?$/;

/**
 * An instant as broadcasters write it: unix seconds, or a Tokyo date and time whose hour may go on past midnight
 * (`2026-11-21 25:30` is half past one on the 22nd).
 */
export function broadcastInstant(value: string | number): Date | undefined {
  const text = String(value).trim();
  if (/^\d{9,10}$/.test(text)) return new Date(Number(text) * 1000);
  const match = BROADCAST_TIME.exec(text);
  if (!match) return undefined;
  const [, year, month, date, hours, minutes, seconds = '0'] = match;
  const day = `${year}-${month}-${date}`;
  if (!isDay(day) || Number(hours) > 47 || Number(minutes) > 59) return undefined;
  return new Date(startOf(day).getTime() + ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000);
}

/** An instant of a feed: RFC 822 or RFC 3339; without an offset it is meant in Tokyo. */
export function feedInstant(text: string): Date | undefined {
  const cleaned = text.trim().replace(/\bJST\b/, '+0900');
  const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(cleaned);
  const instant = isDay(cleaned) ? startOf(cleaned) : new Date(local ? `${cleaned}+09:00` : cleaned);
  return Number.isNaN(instant.getTime()) ? broadcastInstant(cleaned) : instant;
}
