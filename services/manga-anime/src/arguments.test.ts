import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments, UsageError } from './arguments.ts';

test('A7: --limit and --dry-run are read', () => {
  const { command, limit, dryRun } = readArguments(['run', '--limit', '50', '--dry-run']);
  assert.deepEqual([command, limit, dryRun], ['run', 50, true]);
});

test('A8: --since and --until are read', () => {
  const { since, until } = readArguments(['deliver', '--since', '2026-11-01', '--until=2026-11-15']);
  assert.deepEqual([since, until], ['2026-11-01', '2026-11-15']);
});

const WRONG: [string[], RegExp][] = [
  [[], /a command is missing/],
  [['send'], /send is not a command/],
  [['run', 'now'], /one argument too many/],
  [['run', '--force'], /Unknown option '--force'/],
  [['collect', '--limit', '5'], /collect does not take --limit/],
  [['run', '--limit', '0'], /--limit must be a whole number from 1/],
  [['run', '--limit', '5.5'], /--limit must be a whole number/],
  [['run', '--limit', '-1'], /--limit/],
  [['deliver', '--since', '2026-02-30'], /--since must be a day/],
  [['deliver', '--since', '2026-11-20', '--until', '2026-11-19'], /is after --until/],
  [['run', '--slot', '25'], /--slot must be/],
];

for (const [argv, message] of WRONG) {
  test(`"${argv.join(' ')}" is a usage error`, () => {
    assert.throws(
      () => readArguments(argv),
      (error) => error instanceof UsageError && message.test(error.message),
    );
  });
}
