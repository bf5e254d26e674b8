import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Installation } from '#manual/manuals.ts';
import { sqlite } from '#manual/databases.ts';
import { jsonLog } from '#manual/logs.ts';
import { command } from '#manual/process.ts';
import type { Run } from '#operations/run.ts';
import { access } from '#capabilities/access/index.ts';
import { logs } from '#capabilities/logs/index.ts';
import { schedule } from '#capabilities/schedule/index.ts';
import { service } from '#capabilities/service/index.ts';
import { administrator, openTestToban, type TestToban } from '#test/toban.ts';
import { emergency } from '../index.ts';

/** Serves; `hang` never ends; `validate` says what `config` holds; `try` writes down how it was called. */
const PROGRAM = `
import { appendFileSync, readFileSync } from 'node:fs';
const [verb, ...rest] = process.argv.slice(2);
appendFileSync('calls', [verb, ...rest].join(' ') + '\\n');
if (verb === 'serve' || verb === 'hang') { appendFileSync('pids', process.pid + '\\n'); setInterval(() => {}, 1000); }
if (verb === 'validate') { const said = readFileSync('config', 'utf8'); console.log(said); process.exitCode = said === 'good' ? 0 : 1; }
if (verb === 'try') console.log('would send 1 of 12');
`;

const capabilities = [access, logs, service, schedule, emergency];
let folder: string;

describe('emergency.recover', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'toban-recover-'));
    await mkdir(join(folder, 'data'));
    await Promise.all([writeFile(join(folder, 'main.mjs'), PROGRAM), writeFile(join(folder, 'config'), 'good')]);
    const database = new DatabaseSync(join(folder, 'data/main.db'));
    database.exec(
      'create table works (id integer primary key); create table releases (id integer primary key, work integer references works (id))',
    );
    database.exec('insert into works values (1); insert into releases values (1, 1)');
    database.close();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const manual = (more: object = {}): Installation['services'] => [
    {
      id: 'news',
      title: { en: 'News', ja: 'ニュース' },
      folder,
      process: command('node', 'main.mjs', 'serve'),
      stopGrace: '2s',
      databases: [sqlite('main', 'data/main.db')],
      logs: [jsonLog('app')],
      jobs: [
        {
          name: 'deliver',
          title: { en: 'Deliver', ja: '配信' },
          run: command('node', 'main.mjs', 'try'),
          schedule: '0 8 * * *',
          parameters: [{ name: 'limit', type: 'number', description: { en: 'At most', ja: '上限' } }],
          dryRunFlag: '--dry-run',
        },
        { name: 'hang', title: { en: 'Hang', ja: '停止' }, run: command('node', 'main.mjs', 'hang') },
      ],
      recovery: {
        temporary: ['data/*.tmp'],
        validate: command('node', 'main.mjs', 'validate'),
        rehearse: { job: 'deliver', parameters: { limit: 1 } },
      },
      ...more,
    },
  ];
  const recover = (toban: TestToban, dryRun = false): Promise<Run> =>
    toban.act('emergency.recover', { service: 'news' }, { dryRun });
  const linesOf = async (name: string) =>
    (await readFile(join(folder, name), 'utf8').catch(() => '')).trim().split('\n').filter(Boolean);

  test('A22: everything of the service is ended and looked at, one is tried, and the stop still holds', async () => {
    await using toban = await openTestToban({ capabilities, services: manual() });
    for (const name of ['a.tmp', 'b.tmp', 'c.txt', '.d.tmp']) await writeFile(join(folder, 'data', name), 'x');
    toban.startWorkers();
    await until(async () => (await linesOf('pids')).length === 1);
    await toban.act('jobs.pause', { service: 'news', job: 'hang', reason: 'it hangs' });
    const hanging = await toban.toban.submit({
      operation: 'jobs.run',
      input: { service: 'news', job: 'hang' },
      actor: administrator,
    });
    await until(async () => (await linesOf('pids')).length === 2);
    await toban.act('emergency.stop', { service: 'news', reason: 'mails twice' });

    const run = await recover(toban);
    assert.equal(run.outcome, 'succeeded', run.error?.detail);
    assert.deepEqual(
      run.steps.map(({ title }) => title),
      [
        'Hold the schedule of news: deliver',
        'End the processes of news',
        'End the jobs that are under way',
        'Clear 2 temporary file(s): data/a.tmp, data/b.tmp',
        'Check the database main',
        'Validate the configuration: node main.mjs validate',
        'Try the job deliver without effect: {"limit":1}',
      ],
    );
    assert.equal((await hanging.ended).outcome, 'cancelled');
    for (const pid of await linesOf('pids'))
      assert.throws(() => process.kill(Number(pid), 0), `process ${pid} is gone`);
    assert.deepEqual((await readdir(join(folder, 'data'))).toSorted(), ['.d.tmp', 'c.txt', 'main.db']);
    assert.deepEqual((await linesOf('calls')).slice(-2), ['validate', 'try --limit 1 --dry-run']);
    const report = run.report as {
      findings: object[];
      paused: string[];
      pausedBefore: string[];
      stop: { reason: string };
      next: string[];
    };
    assert.deepEqual(report.findings, [
      { check: 'database main', ok: true, detail: 'intact' },
      { check: 'configuration', ok: true, detail: 'good' },
      { check: 'rehearsal of deliver', ok: true, detail: 'success', output: ['would send 1 of 12'] },
    ]);
    assert.deepEqual([report.paused, report.pausedBefore], [['deliver'], ['hang']]);
    assert.equal(report.stop.reason, 'mails twice');
    assert.deepEqual(report.next, ['toban emergency clear news', 'toban jobs resume news', 'toban service start news']);
    assert.equal((await toban.ask('emergency.status')).stops.length, 1, 'the stop was not lifted');
  });

  test('A22: resuming afterwards brings back exactly what ran before', async () => {
    await using toban = await openTestToban({ capabilities, services: manual({ process: undefined }) });
    await toban.act('jobs.pause', { service: 'news', job: 'hang', reason: 'it hangs' });
    const run = await recover(toban);
    assert.equal(run.report?.['stop'], 'none');
    assert.deepEqual(run.report?.['next'], ['toban jobs resume news']);
    assert.equal((await toban.act('jobs.resume', { service: 'news' })).outcome, 'succeeded');
    const { items } = await toban.ask('jobs.list', { service: 'news' });
    assert.deepEqual(
      items.map(({ job, paused }: { job: string; paused: object | null }) => [job, paused !== null]),
      [
        ['deliver', false],
        ['hang', true],
      ],
    );
  });

  test('A22: a dry run names the files and the steps and does nothing', async () => {
    await using toban = await openTestToban({ capabilities, services: manual({ process: undefined }) });
    await writeFile(join(folder, 'data', 'a.tmp'), 'x');
    const plan = await recover(toban, true);
    assert.deepEqual((plan.report as { temporary: object }).temporary, { files: ['data/a.tmp'], kept: [] });
    assert.ok(plan.steps.some(({ title }) => title === 'Clear 1 temporary file(s): data/a.tmp'));
    assert.deepEqual((await readdir(join(folder, 'data'))).toSorted(), ['a.tmp', 'main.db']);
    assert.deepEqual(await linesOf('calls'), []);
  });

  test('A22: a damaged database ends the recovery with its name, and what was found so far is kept', async () => {
    await using toban = await openTestToban({
      capabilities,
      services: manual({
        process: undefined,
        databases: [sqlite('main', 'data/main.db'), sqlite('other', 'data/other.db')],
      }),
    });
    await writeFile(join(folder, 'data/other.db'), 'this is no database at all, however long it is'.repeat(50));
    const run = await recover(toban);
    assert.deepEqual([run.outcome, run.error?.code], ['failed', 'recovery.database']);
    assert.match(run.error?.detail ?? '', /The database other of news is damaged: file is not a database/);
    assert.match(run.error?.hint ?? '', /data\/other\.db away, put the newest good backup in its place/);
    assert.deepEqual(
      (run.report as { findings: { check: string; ok: boolean }[] }).findings.map(({ check, ok }) => [check, ok]),
      [
        ['database main', true],
        ['database other', false],
      ],
    );
    assert.deepEqual(await linesOf('calls'), [], 'nothing was tried on a damaged database');
  });

  test('A22: rows that refer to nothing are found', async () => {
    const database = new DatabaseSync(join(folder, 'data/main.db'));
    database.exec('pragma foreign_keys = off; insert into releases values (2, 99), (3, 98)');
    database.close();
    await using toban = await openTestToban({ capabilities, services: manual({ process: undefined }) });
    assert.match(
      (await recover(toban)).error?.detail ?? '',
      /main of news has 2 row\(s\) that refer to what is not there: releases → works/,
    );
  });

  test('A22: a database that is not there is no success and no damage', async () => {
    await rm(join(folder, 'data/main.db'));
    await using toban = await openTestToban({ capabilities, services: manual({ process: undefined }) });
    const run = await recover(toban);
    assert.equal(run.outcome, 'partial');
    assert.deepEqual((run.report as { findings: object[] }).findings[0], {
      check: 'database main',
      ok: null,
      detail: 'there is no file data/main.db',
    });
  });

  test('A22: where no Toban is up the rest is still looked at, and the report says what was not done', async () => {
    await using toban = await openTestToban({ capabilities, services: manual(), role: 'cli' });
    const run = await recover(toban);
    assert.equal(run.outcome, 'partial');
    const { findings } = run.report as { findings: { check: string; ok: boolean | null; detail: string }[] };
    assert.deepEqual(
      findings.map(({ check, ok }) => [check, ok]),
      [
        ['processes', null],
        ['database main', true],
        ['configuration', true],
        ['rehearsal of deliver', true],
      ],
    );
    assert.match(findings[0]?.detail ?? '', /Toban is not running/);
  });

  test('A22: a configuration that is not valid ends it with what its check said, made harmless', async () => {
    await writeFile(join(folder, 'config'), 'no recipient\u001b[2J');
    await using toban = await openTestToban({ capabilities, services: manual({ process: undefined }) });
    const { error } = await recover(toban);
    assert.deepEqual(
      [error?.code, error?.detail],
      [
        'recovery.configuration',
        'The configuration of news is not valid: node main.mjs validate ended with exit code 1: no recipient',
      ],
    );
  });

  test('A22: only files within the folder are temporary: no link leads out of it, no database is taken', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'toban-outside-'));
    await writeFile(join(outside, 'theirs.tmp'), 'x');
    await symlink(outside, join(folder, 'linked'));
    await symlink(join(outside, 'theirs.tmp'), join(folder, 'data/link.tmp'));
    await mkdir(join(folder, 'data/folder.tmp'));
    const recovery = { temporary: ['linked/*.tmp', 'data/*.tmp', 'data/main*', '*/*.tmp'] };
    await using toban = await openTestToban({ capabilities, services: manual({ process: undefined, recovery }) });
    const { report } = await recover(toban);
    assert.deepEqual(report?.['cleared'], ['data/link.tmp'], 'of a link only the link itself');
    assert.deepEqual(report?.['kept'], [{ file: 'data/main.db', because: 'it belongs to a database of the manual' }]);
    assert.deepEqual(await readdir(outside), ['theirs.tmp']);
    assert.ok((await readdir(join(folder, 'data'))).includes('folder.tmp'));
    await rm(outside, { recursive: true });
  });

  test('A22: a pattern that leaves the folder is refused before anything is done', async () => {
    for (const pattern of ['/tmp/*', '../*.tmp', 'data/../../*']) {
      await using toban = await openTestToban({
        capabilities,
        services: manual({ process: undefined, recovery: { temporary: [pattern] } }),
      });
      const run = await recover(toban);
      assert.deepEqual([run.outcome, run.error?.code, run.steps], ['failed', 'recovery.outside', []], pattern);
    }
  });
});

async function until(look: () => Promise<boolean>): Promise<void> {
  for (let left = 300; !(await look()); left--) {
    if (left === 0) throw new Error('It did not come about in time.');
    await pause(50);
  }
}
