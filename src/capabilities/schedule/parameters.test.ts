import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Job } from '#manual/jobs.ts';
import { command } from '#manual/process.ts';
import { OpsError } from '#platform/errors.ts';
import { argumentsFrom, readParameters } from './parameters.ts';

const text = { en: 'x', ja: 'x' };
const job = Job.parse({
  name: 'update',
  title: text,
  run: command('node', 'update.js'),
  parameters: [
    { name: 'limit', type: 'number', description: text },
    { name: 'since', type: 'date', description: text },
    { name: 'start-date', type: 'date', description: text },
    { name: 'force', type: 'boolean', description: text },
    { name: 'site', type: 'string', description: text },
    { name: 'race', type: 'string', description: text, flag: '-r' },
  ],
});

const cases: [string, Record<string, unknown>, string[]][] = [
  ['none', {}, []],
  ['A7: a number, also as text', { limit: '50' }, ['--limit', '50']],
  [
    'A8: a range of days',
    { since: '2026-11-01', 'start-date': '2026-11-02' },
    ['--since', '2026-11-01', '--start-date', '2026-11-02'],
  ],
  ['camel case as a command line hands it on', { startDate: '2026-11-02' }, ['--start-date', '2026-11-02']],
  ['a switch that is on', { force: true }, ['--force']],
  ['a switch that is off', { force: 'false' }, []],
  [
    'C4: lists, and a flag of its own',
    { site: ['jra', 'nar'], race: '202606050811' },
    ['--site', 'jra', '--site', 'nar', '-r', '202606050811'],
  ],
  ['the order of the manual, not of the asker', { site: 'jra', limit: 1 }, ['--limit', '1', '--site', 'jra']],
  ['a value that looks like a flag stays a value', { site: '--force', limit: -1 }, ['--limit=-1', '--site=--force']],
  ['a shell has no say', { site: '$(rm -rf /); `id`' }, ['--site', '$(rm -rf /); `id`']],
];

describe('the arguments of a job', () => {
  for (const [name, given, expected] of cases) {
    test(name, () => assert.deepEqual(argumentsFrom(readParameters('keiba', job, given)), expected));
  }

  test('every problem is told at once, with what the job takes', () => {
    const bad = { limit: 'many', since: '2026-02-30', force: 'maybe', site: true, colour: 'red' };
    assert.throws(
      () => readParameters('keiba', job, bad),
      (thrown: unknown) => {
        assert.ok(thrown instanceof OpsError);
        assert.equal(thrown.kind, 'usage');
        assert.deepEqual(thrown.problems?.map(({ path }) => path).toSorted(), [
          'parameters.colour',
          'parameters.force',
          'parameters.limit',
          'parameters.since',
          'parameters.site',
        ]);
        assert.match(thrown.hint ?? '', /--limit NUMBER, --since DATE/);
        return true;
      },
    );
  });
});
