import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { wallTime } from '#manual/zone.ts';
import { checkSchedule, instantsBetween, latestInstants, nextInstants } from './instants.ts';

const times = (expressions: string[], zone: string, from: string, count: number): string[] =>
  nextInstants(expressions, zone, Date.parse(from), count).map((at) =>
    new Date(at).toISOString().replace(':00.000Z', 'Z'),
  );

const cases: { name: string; cron: string; zone: string; from: string; expect: string[] }[] = [
  {
    name: 'a fixed time every day',
    cron: '0 8,12,20 * * *',
    zone: 'Asia/Tokyo',
    from: '2026-11-21T00:00:00Z',
    expect: ['2026-11-21T03:00Z', '2026-11-21T11:00Z', '2026-11-21T23:00Z'],
  },
  {
    name: 'a fixed time in the gap runs once right after it, and the next day at its time',
    cron: '30 2 * * *',
    zone: 'Europe/Berlin',
    from: '2026-03-28T12:00:00Z',
    expect: ['2026-03-29T01:00Z', '2026-03-30T00:30Z'],
  },
  {
    name: 'two fixed times in one gap run once',
    cron: '0,30 2 * * *',
    zone: 'Europe/Berlin',
    from: '2026-03-28T12:00:00Z',
    expect: ['2026-03-29T01:00Z', '2026-03-30T00:00Z'],
  },
  {
    name: 'what the gap delays falls together with what is due anyway',
    cron: '0 2,3 * * *',
    zone: 'Europe/Berlin',
    from: '2026-03-28T12:00:00Z',
    expect: ['2026-03-29T01:00Z', '2026-03-30T00:00Z'],
  },
  {
    name: 'a fixed time that comes twice runs the first time',
    cron: '30 2 * * *',
    zone: 'Europe/Berlin',
    from: '2026-10-24T12:00:00Z',
    expect: ['2026-10-25T00:30Z', '2026-10-26T01:30Z'],
  },
  {
    name: 'asked in the middle of the repeated hour, the fixed time is over',
    cron: '30 2 * * *',
    zone: 'Europe/Berlin',
    from: '2026-10-25T01:10:00Z',
    expect: ['2026-10-26T01:30Z'],
  },
  {
    name: 'a wildcard hour has no run in the gap',
    cron: '30 * * * *',
    zone: 'Europe/Berlin',
    from: '2026-03-29T00:00:00Z',
    expect: ['2026-03-29T00:30Z', '2026-03-29T01:30Z'],
  },
  {
    name: 'a wildcard hour runs in both halves of the overlap',
    cron: '30 * * * *',
    zone: 'Europe/Berlin',
    from: '2026-10-25T00:00:00Z',
    expect: ['2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-10-25T02:30Z'],
  },
  {
    name: 'a wildcard minute within a skipped hour does not run that day',
    cron: '*/20 2 * * *',
    zone: 'America/New_York',
    from: '2026-03-07T12:00:00Z',
    expect: ['2026-03-09T06:00Z', '2026-03-09T06:20Z', '2026-03-09T06:40Z'],
  },
  {
    name: '@hourly follows the wall clock through the overlap',
    cron: '@hourly',
    zone: 'America/New_York',
    from: '2026-11-01T04:30:00Z',
    expect: ['2026-11-01T05:00Z', '2026-11-01T06:00Z', '2026-11-01T07:00Z'],
  },
  {
    name: 'fixed hours that stand for all hours run only once in the overlap',
    cron: '0 0-23 * * *',
    zone: 'America/New_York',
    from: '2026-11-01T04:30:00Z',
    expect: ['2026-11-01T05:00Z', '2026-11-01T07:00Z'],
  },
  {
    name: 'a gap of half an hour',
    cron: '15 2 * * *',
    zone: 'Australia/Lord_Howe',
    from: '2026-10-03T00:00:00Z',
    expect: ['2026-10-03T15:30Z', '2026-10-04T15:15Z'],
  },
  {
    name: 'an overlap of half an hour',
    cron: '45 1 * * *',
    zone: 'Australia/Lord_Howe',
    from: '2026-04-04T00:00:00Z',
    expect: ['2026-04-04T14:45Z', '2026-04-05T15:15Z'],
  },
  {
    name: 'midnight in the gap runs when the day begins',
    cron: '@daily',
    zone: 'Africa/Cairo',
    from: '2026-04-23T12:00:00Z',
    expect: ['2026-04-23T22:00Z', '2026-04-24T21:00Z'],
  },
  {
    name: 'day of month and day of week both given: either fits',
    cron: '0 0 13 * 5',
    zone: 'UTC',
    from: '2026-11-01T00:00:00Z',
    expect: ['2026-11-06T00:00Z', '2026-11-13T00:00Z', '2026-11-20T00:00Z'],
  },
  {
    name: 'a day of month that begins with a star must fit together with the day of week',
    cron: '0 0 */2 * 1',
    zone: 'UTC',
    from: '2026-01-01T00:00:00Z',
    expect: ['2026-01-05T00:00Z', '2026-01-19T00:00Z'],
  },
  { name: '7 is Sunday', cron: '0 0 * * 7', zone: 'UTC', from: '2026-11-21T00:00:00Z', expect: ['2026-11-22T00:00Z'] },
  {
    name: '29 February',
    cron: '0 0 29 2 *',
    zone: 'Asia/Tokyo',
    from: '2096-03-01T00:00:00Z',
    expect: ['2104-02-28T15:00Z'],
  },
];

describe('C2: instants of a schedule', () => {
  for (const { name, cron, zone, from, expect } of cases) {
    test(name, () => assert.deepEqual(times([cron], zone, from, expect.length), expect));
  }

  test('several expressions give each instant once', () => {
    assert.deepEqual(times(['0 8 * * *', '0 8,9 * * *'], 'UTC', '2026-11-21T00:00:00Z', 3), [
      '2026-11-21T08:00Z',
      '2026-11-21T09:00Z',
      '2026-11-22T08:00Z',
    ]);
  });

  test('no expression, no instant', () => assert.deepEqual(nextInstants([], 'UTC', 0, 5), []));

  test('the latest instants are found soon over a year of minutes, and over a year without any', () => {
    const until = Date.parse('2026-11-21T10:00:30Z');
    const minutes = latestInstants(['* * * * *'], 'UTC', { after: until - 366 * 86_400_000, until });
    assert.equal(minutes.at(-1), Date.parse('2026-11-21T10:00:00Z'));
    assert.ok(minutes.length <= 60);
    assert.deepEqual(latestInstants(['0 0 1 1 *'], 'UTC', { after: until - 360 * 86_400_000, until }), [
      Date.parse('2026-01-01T00:00:00Z'),
    ]);
    assert.deepEqual(latestInstants(['0 0 1 1 *'], 'UTC', { after: until - 86_400_000, until }), []);
  });

  test('instants of a span stop at its end and at the limit', () => {
    const span = { after: Date.parse('2026-11-21T00:00:00Z'), until: Date.parse('2026-11-21T00:03:00Z'), limit: 100 };
    assert.equal(instantsBetween(['* * * * *'], 'UTC', span).length, 3);
    assert.equal(instantsBetween(['* * * * *'], 'UTC', { ...span, limit: 2 }).length, 2);
  });
});

describe('C2: a schedule that cannot be', () => {
  const bad: [string, RegExp][] = [
    ['61 * * * *', /field minute \("61"\)/],
    ['0 25 * * *', /field hour/],
    ['0 0 0 * *', /field day of month/],
    ['0 0 1 13 *', /field month/],
    ['0 0 * * mondi', /field day of week/],
    ['0 0 * *', /4 fields/],
    ['0 0 * * * *', /6 fields/],
    ['@reboot', /alias/],
    ['0 0 30 2 *', /never comes/],
  ];
  for (const [expression, message] of bad) {
    test(`"${expression}" is told with its field`, () =>
      assert.throws(() => checkSchedule(expression, 'UTC'), { code: 'schedule.invalid', kind: 'usage', message }));
  }
});

const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Tokyo',
  'Africa/Casablanca',
  'America/St_Johns',
  'Antarctica/Troll',
];
const field = (low: number, high: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: low, max: high }).map(String),
    fc.integer({ min: 2, max: 20 }).map((step) => `*/${step}`),
  );
const moments = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });

describe('C2: any schedule in any zone', () => {
  test('instants ascend strictly, after the beginning, and asking anew from each gives the next', () => {
    fc.assert(
      fc.property(field(0, 59), field(0, 23), fc.constantFrom(...zones), moments, (minute, hour, zone, from) => {
        const cron = [`${minute} ${hour} * * *`];
        const instants = nextInstants(cron, zone, from, 8);
        assert.ok((instants[0] ?? 0) > from);
        for (const [index, at] of instants.entries()) {
          if (index > 0) assert.ok(at > (instants[index - 1] ?? Infinity));
          assert.equal(nextInstants(cron, zone, at - 1, 1)[0], at);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('wildcard jobs are exactly the minutes whose wall time fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), fc.constantFrom(...zones), moments, (minute, zone, moment) => {
        const from = Math.floor(moment / 60_000) * 60_000;
        const expected: number[] = [];
        for (let at = from + 60_000; at <= from + 6 * 3_600_000; at += 60_000)
          if (wallTime(at, zone).minute === minute) expected.push(at);
        assert.deepEqual(nextInstants([`${minute} * * * *`], zone, from, expected.length), expected);
      }),
      { numRuns: 60 },
    );
  });

  test('fixed times run once a day of the wall, at their time or right after the gap that held it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 23 }),
        fc.constantFrom(...zones),
        moments,
        (minute, hour, zone, from) => {
          const instants = nextInstants([`${minute} ${hour} * * *`], zone, from, 400);
          const days = instants
            .map((at) => wallTime(at, zone))
            .map(({ year, month, day }) => Date.UTC(year, month - 1, day));
          for (let index = 1; index < days.length; index++)
            assert.equal((days[index] ?? 0) - (days[index - 1] ?? 0), 86_400_000);
          for (const at of instants) {
            const shown = wallTime(at, zone);
            const before = wallTime(at - 60_000, zone);
            const inGap =
              before.hour * 60 + before.minute < hour * 60 + minute &&
              hour * 60 + minute < shown.hour * 60 + shown.minute;
            assert.ok((shown.hour === hour && shown.minute === minute) || inGap, new Date(at).toISOString());
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
