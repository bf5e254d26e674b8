import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays, dayOf, localText, startOfDay } from './zone.ts';

test('A1: a day in Tokyo begins at 15:00 UTC of the day before', () => {
  assert.equal(startOfDay('2026-11-21', 'Asia/Tokyo'), Date.parse('2026-11-20T15:00:00Z'));
  assert.equal(dayOf(Date.parse('2026-11-20T15:00:00Z'), 'Asia/Tokyo'), '2026-11-21');
  assert.equal(dayOf(Date.parse('2026-11-20T14:59:59Z'), 'Asia/Tokyo'), '2026-11-20');
});

test('a day begins after the gap where its midnight does not exist', () => {
  const start = startOfDay('2018-11-04', 'America/Sao_Paulo');
  assert.equal(localText(start, 'America/Sao_Paulo'), '2018-11-04 01:00');
  assert.equal(dayOf(start - 1, 'America/Sao_Paulo'), '2018-11-03');
});

test('every day of a year begins where the day before ends, in zones that change their clocks', () => {
  for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago', 'Africa/Cairo']) {
    for (let day = '2026-01-01'; day < '2027-01-01'; day = addDays(day, 1)) {
      const start = startOfDay(day, zone);
      assert.equal(dayOf(start, zone), day, `${zone} ${day}`);
      assert.notEqual(dayOf(start - 1, zone), day, `${zone} ${day}`);
    }
  }
});
