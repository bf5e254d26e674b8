import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { commandLine } from './command-line.ts';

const runJob = { positionals: ['service', 'job'], rest: 'parameters', input: z.object({}) };

for (const [line, name, input, operation] of [
  ['toban service restart news', 'service.restart', { service: 'news' }, undefined],
  [
    "toban emergency stop news --reason 'emergency recovery'",
    'emergency.stop',
    { service: 'news', reason: 'emergency recovery' },
    undefined,
  ],
  ["toban emergency stop --reason 'it'\\''s odd'", 'emergency.stop', { reason: "it's odd" }, undefined],
  [
    'toban jobs run news deliver --limit 50 --start-date 2026-11-01',
    'jobs.run',
    { service: 'news', job: 'deliver', parameters: { limit: 50, startDate: '2026-11-01' } },
    runJob,
  ],
  ['toban delivery retry news --limit 10', 'delivery.retry', { service: 'news', limit: 10 }, undefined],
  [
    'toban service stop --all',
    'service.stop',
    { all: true, force: false },
    { positionals: ['service'], input: z.object({}) },
  ],
] as const) {
  test(`F3: ${line}`, () => assert.equal(commandLine(name, input, operation), line));
}
