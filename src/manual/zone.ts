const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formatters.set(zone, made);
  return made;
}

/** What the clock on the wall of a zone shows, at an instant. Months count from 1. */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number; second: number };

export function wallTime(at: number, zone: string): WallTime {
  const parts = Object.fromEntries(
    formatterFor(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return parts as unknown as WallTime;
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');

/** The calendar day of an instant, e.g. `2026-11-21`. */
export function dayOf(at: number, zone: string): string {
  const { year, month, day } = wallTime(at, zone);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** Date and time on the wall, e.g. `2026-11-22 08:00`. */
export function localText(at: number, zone: string): string {
  const { hour, minute } = wallTime(at, zone);
  return `${dayOf(at, zone)} ${pad(hour)}:${pad(minute)}`;
}

/** The instant at which a calendar day begins in the zone; after the gap where midnight does not exist. */
export function startOfDay(day: string, zone: string): number {
  const wanted = Date.parse(`${day}T00:00:00Z`);
  const first = wanted - offsetAt(wanted, zone);
  const second = wanted - offsetAt(first, zone);
  const [early, late] = first < second ? [first, second] : [second, first];
  if (dayOf(early, zone) === day) return early;
  return dayOf(late, zone) === day && dayOf(late - 1, zone) !== day ? late : firstInstantOf(day, zone, early, late);
}

function firstInstantOf(day: string, zone: string, before: number, within: number): number {
  let [low, high] = [before, within];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (dayOf(middle, zone) < day) low = middle;
    else high = middle;
  }
  return high;
}

/** How far the zone's wall clock is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(at: number, zone: string): number {
  const { year, month, day, hour, minute, second } = wallTime(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}
