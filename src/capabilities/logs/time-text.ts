import { offsetAt } from '#manual/zone.ts';

const LEADING =
  /^\[?(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?\s?(Z\b|[+-]\d{2}:?\d{2}\b)?/;
/** The common log format of web servers: `127.0.0.1 - - [21/Nov/2026:08:00:01 +0900] "GET …`. */
const ACCESS = /^\S+ \S+ \S+ \[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-]\d{4})\]/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The instant with which a line begins, in milliseconds; without an offset it is meant in the zone. */
export function timeInText(text: string, zone: string): number | null {
  const leading = LEADING.exec(text);
  if (leading) {
    const [, year, month, day, hour, minute, second, fraction = '', offset] = leading;
    const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
    const wall = Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
      ms,
    );
    return offset === undefined ? fromWall(wall, zone) : wall - offsetMs(offset);
  }
  const access = ACCESS.exec(text);
  if (!access) return null;
  const [, day, month = '', year, hour, minute, second, offset = ''] = access;
  return (
    Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second)) -
    offsetMs(offset)
  );
}

/** A time within a JSON record: milliseconds or seconds since the epoch, or text. */
export function timeOf(value: unknown, zone: string): number | null {
  if (typeof value === 'number' && Number.isFinite(value)) return Math.round(value < 1e11 ? value * 1000 : value);
  return typeof value === 'string' ? timeInText(value, zone) : null;
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

const QUARTER_MS = 15 * 60_000;
let last = { zone: 'UTC', quarter: 0, offset: 0 };

/** Asking the calendar costs microseconds and lines come by the million, so the answer of the last quarter hour is kept. */
function fromWall(wall: number, zone: string): number {
  const quarter = Math.floor(wall / QUARTER_MS);
  if (last.zone !== zone || last.quarter !== quarter) {
    const rough = wall - offsetAt(wall, zone);
    last = { zone, quarter, offset: offsetAt(rough, zone) };
  }
  return wall - last.offset;
}
