const OFFSET_MS = 9 * 3_600_000;
export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

/** Days since 1970-01-01 in Japan, which keeps one offset all year. */
export function dayOf(at: number): number {
  return Math.floor((at + OFFSET_MS) / DAY_MS);
}

export function startOfDay(day: number): number {
  return day * DAY_MS - OFFSET_MS;
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (day + 4) % 7;
}

/** `2026-11-21` as a day number, or null when it is no such date. */
export function parseDay(text: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(at) ? null : at / DAY_MS;
}

/** `2026-11-21T25:30` is no clock's time: this gives `2026-11-22 01:30:00`. */
export function japanDateTime(at: number): string {
  return new Date(at + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

export function japanIso(at: number): string {
  return `${new Date(at + OFFSET_MS).toISOString().slice(0, 19)}+09:00`;
}

export function japanDate(at: number): string {
  return japanDateTime(at).slice(0, 10);
}

/** As broadcasters write it: before five in the morning counts as the evening before, 25:30. */
export function broadcastTime(at: number): string {
  const [hours = '0', minutes = '00'] = japanDateTime(at).slice(11, 16).split(':');
  const hour = Number(hours);
  return `${hour < 5 ? hour + 24 : hour}:${minutes}`;
}

/** RFC 822, as RSS 2.0 wants it. */
export function rssDate(at: number): string {
  return new Date(at + OFFSET_MS).toUTCString().replace('GMT', '+0900');
}
