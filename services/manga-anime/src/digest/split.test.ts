import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailsFor, shareOf, slotOf, splitEvenly } from './split.ts';

const SLOTS = [8, 12, 20] as const;

for (const [count, mails] of [
  [0, 0],
  [1, 1],
  [99, 1],
  [100, 2],
  [199, 2],
  [200, 3],
  [1041, 3],
] as const) {
  test(`A25: ${count} releases make ${mails} mails a day`, () => assert.equal(mailsFor(count), mails));
}

test('A25: parts are even, and what is left over goes to the earliest', () => {
  const sizes = (count: number, parts: number) =>
    splitEvenly(Array.from({ length: count }), parts).map((part) => part.length);
  assert.deepEqual(sizes(200, 3), [67, 67, 66]);
  assert.deepEqual(sizes(101, 2), [51, 50]);
  assert.deepEqual(sizes(0, 0), []);
});

type Day = { at: number; sent: [mails: number, entries: number]; waiting: number; take: number; part?: number };
const DAYS: [string, Day][] = [
  ['few go in the morning', { at: 8, sent: [0, 0], waiting: 80, take: 80, part: 1 }],
  ['few that come after the mail wait for tomorrow', { at: 12, sent: [1, 80], waiting: 10, take: 0 }],
  ['a missed morning is made good at noon', { at: 12, sent: [0, 0], waiting: 80, take: 80, part: 1 }],
  ['150: half in the morning', { at: 8, sent: [0, 0], waiting: 150, take: 75, part: 1 }],
  ['150: nothing at noon', { at: 12, sent: [1, 75], waiting: 75, take: 0 }],
  ['150: the rest in the evening', { at: 20, sent: [1, 75], waiting: 75, take: 75, part: 2 }],
  ['250: a third in the morning', { at: 8, sent: [0, 0], waiting: 250, take: 84, part: 1 }],
  ['250: a third at noon', { at: 12, sent: [1, 84], waiting: 166, take: 83, part: 2 }],
  ['250: the rest in the evening, with what came since', { at: 20, sent: [2, 167], waiting: 90, take: 90, part: 3 }],
  [
    'a day that grows past 99 gets its second mail in the evening',
    { at: 20, sent: [1, 80], waiting: 40, take: 40, part: 2 },
  ],
  ['the same slot twice sends once', { at: 8, sent: [1, 84], waiting: 166, take: 0 }],
  ['nothing waits', { at: 8, sent: [0, 0], waiting: 0, take: 0 }],
];

for (const [
  name,
  {
    at,
    sent: [mails, entries],
    waiting,
    take,
    part,
  },
] of DAYS) {
  test(`A25: ${name}`, () => {
    const share = shareOf(at, SLOTS, { mails, entries }, waiting);
    assert.equal(share.take, take);
    if (part) assert.equal(share.part, part);
  });
}

test('A25: a run stands for the last slot that has begun', () => {
  assert.deepEqual(
    [0, 7, 8, 11, 12, 19, 20, 23].map((hour) => slotOf(hour, SLOTS)),
    [8, 8, 8, 8, 12, 12, 20, 20],
  );
});
