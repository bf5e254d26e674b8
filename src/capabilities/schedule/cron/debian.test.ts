import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { offsetAt } from '#manual/zone.ts';
import { instantsBetween } from './instants.ts';

const MINUTE_MS = 60_000;

/**
 * The main loop of Debian's cron.c, minute by minute, with its virtual time: slow, and written from that source and not
 * from ours.
 */
function debianCron(fields: string[], zone: string, from: number, until: number): number[] {
  const wild = fields[0]?.startsWith('*') || fields[1]?.startsWith('*');
  const wallMinute = (at: number): number => (at + offsetAt(at, zone)) / MINUTE_MS;
  const fits = (minute: number): boolean => matches(fields, new Date(minute * MINUTE_MS));
  const ran = new Set<number>();
  let virtual = wallMinute(from);
  for (let at = from + MINUTE_MS; at <= until; at += MINUTE_MS) {
    const running = wallMinute(at);
    const find = (minute: number, doWild: boolean, doFixed: boolean): void => {
      if ((wild ? doWild : doFixed) && fits(minute)) ran.add(at);
    };
    const difference = running - virtual;
    if (difference > 0 && difference <= 5) {
      while (virtual < running) find(++virtual, true, true);
    } else if (difference > 5 && difference <= 180) {
      find(running, true, false);
      while (virtual < running) find(++virtual, false, true);
    } else if (difference <= 0 && difference > -180) {
      find(running, true, false);
    } else {
      virtual = running;
      find(running, true, true);
    }
  }
  return [...ran];
}

function matches([minute = '', hour = '', day = '', month = '', weekday = '']: string[], at: Date): boolean {
  const inTime =
    has(minute, at.getUTCMinutes(), 0, 59) &&
    has(hour, at.getUTCHours(), 0, 23) &&
    has(month, at.getUTCMonth() + 1, 1, 12);
  const [onDay, onWeekday] = [
    has(day, at.getUTCDate(), 1, 31),
    has(weekday, at.getUTCDay(), 0, 7) || (at.getUTCDay() === 0 && has(weekday, 7, 0, 7)),
  ];
  return inTime && (day.startsWith('*') || weekday.startsWith('*') ? onDay && onWeekday : onDay || onWeekday);
}

function has(field: string, value: number, low: number, high: number): boolean {
  return field.split(',').some((part) => {
    const [range = '', step = '1'] = part.split('/');
    const [first, last] =
      range === '*' ? [low, high] : range.includes('-') ? range.split('-').map(Number) : [Number(range), Number(range)];
    return value >= (first ?? 0) && value <= (last ?? 0) && (value - (first ?? 0)) % Number(step) === 0;
  });
}

const numbers = (low: number, high: number) => fc.integer({ min: low, max: high });
const field = (low: number, high: number, most: number) =>
  fc.oneof(
    fc.constant('*'),
    numbers(2, Math.min(most, high)).map((step) => `*/${step}`),
    fc
      .uniqueArray(numbers(low, high), { minLength: 1, maxLength: 4 })
      .map((list) => list.toSorted((a, b) => a - b).join(',')),
    fc.tuple(numbers(low, high), numbers(low, high)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
  );
const day = (low: number, high: number) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant('*') }, { weight: 1, arbitrary: field(low, high, 5) });

// A moment before each transition: hours of one, half an hour, two; forwards, backwards, at midnight, by three hours and by a day.
const changes: [string, string][] = [
  ['Europe/Berlin', '2026-03-28T20:00:00Z'],
  ['Europe/Berlin', '2026-10-24T20:00:00Z'],
  ['America/New_York', '2026-03-07T22:00:00Z'],
  ['America/New_York', '2026-11-01T00:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T10:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T10:00:00Z'],
  ['Africa/Cairo', '2026-04-23T18:00:00Z'],
  ['Africa/Cairo', '2026-10-29T18:00:00Z'],
  ['Antarctica/Troll', '2026-03-28T20:00:00Z'],
  ['Antarctica/Troll', '2026-10-24T20:00:00Z'],
  ['Antarctica/Casey', '2018-03-10T12:00:00Z'],
  ['Antarctica/Casey', '2016-10-21T12:00:00Z'],
  ['Pacific/Apia', '2011-12-30T04:00:00Z'],
  ['Asia/Tokyo', '2026-11-21T00:00:00Z'],
];

test('C2: any schedule runs when the main loop of Debian cron would run it, through every change of the clock', () => {
  fc.assert(
    fc.property(
      field(0, 59, 20),
      field(0, 23, 8),
      day(1, 31),
      day(1, 12),
      day(0, 6),
      fc.constantFrom(...changes),
      (minute, hour, dom, month, dow, [zone, start]) => {
        const fields = [minute, hour, dom, month, dow];
        const from = Date.parse(start);
        const until = from + 20 * 3_600_000;
        const ours = instantsBetween([fields.join(' ')], zone, { after: from, until, limit: Infinity });
        const text = (list: number[]): string[] => list.map((at) => new Date(at).toISOString());
        assert.deepEqual(text(ours), text(debianCron(fields, zone, from, until)), `${fields.join(' ')} in ${zone}`);
      },
    ),
    { numRuns: 100 },
  );
});
