import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.UTC(2026, 10, 21, 10, 0, 0);

const cases: [string, Record<string, string>, number | undefined][] = [
  ['whole seconds', { 'retry-after': '120' }, 120_000],
  ['decimals, rounded up', { 'retry-after': '0.2504' }, 251],
  ['an IMF date', { 'retry-after': 'Sat, 21 Nov 2026 10:01:30 GMT' }, 90_000],
  ['an RFC 850 date', { 'retry-after': 'Saturday, 21-Nov-26 10:01:30 GMT' }, 90_000],
  ['an asctime date, which is in UTC', { 'retry-after': 'Sat Nov 21 10:01:30 2026' }, 90_000],
  ['an ISO date', { 'retry-after': '2026-11-21T10:00:05Z' }, 5000],
  ['a date in the past', { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT' }, 0],
  ['a negative number', { 'retry-after': '-5' }, 0],
  ['several values: the longest', { 'retry-after': '1, 30' }, 30_000],
  ['any case of the name', { 'Retry-After': ' 7 ' }, 7000],
  ['milliseconds', { 'retry-after-ms': '1500', 'retry-after': '9' }, 1500],
  ['nonsense', { 'retry-after': 'soon' }, undefined],
  ['nothing', {}, undefined],
  ['an empty value', { 'retry-after': '' }, undefined],
];

for (const [name, headers, expected] of cases) {
  test(`Retry-After with ${name}`, () => assert.equal(retryAfterMs(headers, NOW), expected));
}
