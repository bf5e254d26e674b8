/** The stand-in's day: everything it tells is relative to the moment of its start. */
const start = Date.now();

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export function at(offsetMs: number): string {
  return new Date(start + offsetMs).toISOString();
}

export function hourAt(hoursAgo: number): string {
  return new Date(Math.floor(start / hour) * hour - hoursAgo * hour).toISOString();
}

export function dayAt(daysAgo: number): string {
  return at(-daysAgo * day).slice(0, 10);
}
