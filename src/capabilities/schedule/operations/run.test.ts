import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { onBothStores } from '#test/toban.ts';
import { capabilities, job, programs, service, text, until } from '../jobs.fixture.ts';

const echo = `console.log('argv', JSON.stringify(process.argv.slice(2)), process.env.TOBAN_JOB, Boolean(process.env.TOBAN_RUN), process.cwd());`;
const exit = `console.log('working'); console.error('it went wrong: ' + process.argv[2]); process.exitCode = Number(process.argv[2]);`;
const hang = `require('node:fs').writeFileSync(process.argv[2], String(process.pid));
require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
setInterval(() => {}, 1000);`;
const parameters = [
  { name: 'limit', type: 'number' as const, description: text },
  { name: 'since', type: 'date' as const, description: text },
  { name: 'until', type: 'date' as const, description: text },
];

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

onBothStores((open) => {
  test('A7: a job runs with its parameters in the folder of its service, and its last lines are in the report', async () => {
    await using files = await programs({ 'echo.cjs': echo });
    await using toban = await open({
      capabilities,
      services: [service(files.folder, [job('deliver', ['node', 'echo.cjs'], { parameters })])],
    });
    const run = await toban.act('jobs.run', { service: 'demo', job: 'deliver', parameters: { limit: '10' } });
    assert.equal(run.outcome, 'succeeded', JSON.stringify(run.error));
    assert.match(JSON.stringify(run.report), /--limit\\+",\\+"10/);
    assert.match(JSON.stringify(run.report), new RegExp(`deliver true .*${files.folder}`));
    assert.equal(run.report?.['outcome'], 'success');
    assert.match(run.steps[0]?.title ?? '', /node echo\.cjs --limit 10/);
    const [past] = (await toban.ask('jobs.history', { service: 'demo', job: 'deliver' })).items;
    assert.deepEqual(
      [past.run, past.trigger, past.outcome, past.state, past.exitCode, past.parameters],
      [run.run, 'manual', 'success', 'succeeded', 0, { limit: '10' }],
    );
  });

  test('A8: a range of days goes to the command', async () => {
    await using files = await programs({ 'echo.cjs': echo });
    await using toban = await open({
      capabilities,
      services: [service(files.folder, [job('deliver', ['node', 'echo.cjs'], { parameters })])],
    });
    const run = await toban.act('jobs.run', {
      service: 'demo',
      job: 'deliver',
      parameters: { since: '2026-11-01', until: '2026-11-07' },
    });
    assert.match(run.steps[0]?.title ?? '', /--since 2026-11-01 --until 2026-11-07/);
    assert.equal(run.outcome, 'succeeded');
  });

  test('C3: exit codes decide: 0 success, 3 partial, 4 held back, any other a failure with its last words', async () => {
    await using files = await programs({ 'exit.cjs': exit });
    const jobs = [0, 1, 3, 4].map((code) => job(`end-${code}`, ['node', 'exit.cjs', String(code)]));
    await using toban = await open({ capabilities, services: [service(files.folder, jobs)] });
    const ran = await Promise.all(
      [0, 1, 3, 4].map((code) => toban.act('jobs.run', { service: 'demo', job: `end-${code}` })),
    );
    assert.deepEqual(
      ran.map((run) => run.outcome),
      ['succeeded', 'failed', 'partial', 'refused'],
    );
    assert.equal(ran[1]?.error?.code, 'job.failed');
    assert.match(ran[1]?.error?.detail ?? '', /exit code 1: it went wrong: 1/);
    assert.equal(ran[1]?.error?.hint, `toban logs search demo --run ${ran[1]?.run}`);
    assert.deepEqual(ran[1]?.report?.['output'], ['working', 'it went wrong: 1'], 'a failed run keeps its last lines');
    assert.equal(ran[3]?.error?.kind, 'blocked');
    const { items } = await toban.ask('jobs.history', { service: 'demo' });
    assert.deepEqual(
      Object.fromEntries(items.map((item: { job: string; outcome: string | null }) => [item.job, item.outcome])),
      { 'end-0': 'success', 'end-1': 'failure', 'end-3': 'partial', 'end-4': null },
    );
  });

  test('a second run of a job is refused while the first is under way, and names it', async () => {
    await using files = await programs({ 'hang.cjs': hang });
    await using toban = await open({
      capabilities,
      services: [service(files.folder, [job('train', ['node', 'hang.cjs', 'pid'])])],
    });
    const first = await toban.toban.submit({
      operation: 'jobs.run',
      input: { service: 'demo', job: 'train' },
      actor: administratorOf(),
    });
    await until(async () => (await toban.ask('jobs.list', {})).items[0].last !== null);
    const second = await toban.act('jobs.run', { service: 'demo', job: 'train' });
    assert.equal(second.outcome, 'failed');
    assert.deepEqual([second.error?.code, second.error?.kind], ['job.overlap', 'conflict']);
    assert.ok(second.error?.detail.includes(first.run.run ?? '-'));
    assert.equal(
      (await toban.ask('jobs.history', { service: 'demo' })).items[0].outcome,
      null,
      'it did not fail: it was not let in',
    );
  });

  test('under the policy queue the runs take their turns in order', async () => {
    await using files = await programs({
      'note.cjs': `const fs = require('node:fs'); fs.appendFileSync('notes', 'begin '); setTimeout(() => fs.appendFileSync('notes', 'end '), 300);`,
    });
    await using toban = await open({
      capabilities,
      services: [service(files.folder, [job('note', ['node', 'note.cjs'], { overlap: 'queue' })])],
    });
    const runs = await Promise.all([1, 2, 3].map(() => toban.act('jobs.run', { service: 'demo', job: 'note' })));
    assert.deepEqual(
      runs.map((run) => run.outcome),
      ['succeeded', 'succeeded', 'succeeded'],
    );
    assert.equal(await readFile(files.path('notes'), 'utf8'), 'begin end begin end begin end ');
  });

  test('under the policy replace the former run is cancelled, with its whole process group, before the new one begins', async () => {
    await using files = await programs({ 'hang.cjs': hang });
    const declared = { ...job('serve', ['node', 'hang.cjs', 'pid'], { overlap: 'replace' }), parameters };
    await using toban = await open({ capabilities, services: [service(files.folder, [declared])] });
    const first = await toban.toban.submit({
      operation: 'jobs.run',
      input: { service: 'demo', job: 'serve' },
      actor: administratorOf(),
    });
    const former = Number(await until(() => readFile(files.path('pid'), 'utf8').catch(() => undefined)));
    const second = await toban.toban.submit({
      operation: 'jobs.run',
      input: { service: 'demo', job: 'serve' },
      actor: administratorOf(),
    });
    assert.equal((await first.ended).outcome, 'cancelled');
    assert.ok(!alive(former));
    await until(async () => Number(await readFile(files.path('pid'), 'utf8')) !== former);
    assert.equal(toban.toban.commands.withMark(`job:${first.run.run}`).length, 0);
    await toban.runner.close();
    assert.equal((await second.ended).outcome, 'interrupted');
  });

  test('a job that takes longer than it may is ended with all its processes', async () => {
    await using files = await programs({ 'hang.cjs': hang });
    await using toban = await open({
      capabilities,
      services: [service(files.folder, [job('slow', ['node', 'hang.cjs', 'pid'], { timeout: '500ms' })])],
    });
    const run = await toban.act('jobs.run', { service: 'demo', job: 'slow' });
    assert.deepEqual([run.outcome, run.error?.code], ['failed', 'job.timeout']);
    assert.equal(toban.toban.commands.withMark(`job:${run.run}`).length, 0);
    assert.equal((await toban.ask('jobs.history', { service: 'demo' })).items[0].outcome, 'failure');
  });

  test('a job that does not exist, or takes other parameters, is refused with what there is', async () => {
    await using files = await programs({ 'echo.cjs': echo });
    await using toban = await open({
      capabilities,
      services: [service(files.folder, [job('deliver', ['node', 'echo.cjs'], { parameters })])],
    });
    const unknown = await toban.act('jobs.run', { service: 'demo', job: 'delive' });
    assert.deepEqual([unknown.error?.kind, unknown.error?.hint], ['not-found', 'Its jobs: deliver']);
    const unfit = await toban.act('jobs.run', {
      service: 'demo',
      job: 'deliver',
      parameters: { limit: 'x', colour: 'red' },
    });
    assert.equal(unfit.error?.kind, 'usage');
    assert.equal(unfit.error?.problems?.length, 2);
  });

  test("an operation as a job is a run of its own below, and its outcome is the job's", async () => {
    await using files = await programs({ 'exit.cjs': exit });
    const jobs = [
      job('inner', ['node', 'exit.cjs', '3']),
      {
        ...job('outer', ['x']),
        run: { kind: 'operation' as const, operation: 'jobs.run', input: { service: 'demo', job: 'inner' } },
      },
    ];
    await using toban = await open({ capabilities, services: [service(files.folder, jobs)] });
    const run = await toban.act('jobs.run', { service: 'demo', job: 'outer' });
    assert.equal(run.outcome, 'partial');
    assert.match(String(run.report?.['did']), /^r_/);
  });
});

describe('a dry run of a job', () => {
  onBothStores((open) => {
    test('A7: tries the command with its own flag and its parameters, and writes nothing', async () => {
      await using files = await programs({ 'echo.cjs': echo });
      await using toban = await open({
        capabilities,
        services: [
          service(files.folder, [job('deliver', ['node', 'echo.cjs'], { parameters, dryRunFlag: '--dry-run' })]),
        ],
      });
      const run = await toban.act(
        'jobs.run',
        { service: 'demo', job: 'deliver', parameters: { limit: 1 } },
        { dryRun: true },
      );
      assert.match(JSON.stringify(run.report), /--limit\\+",\\+"1\\+",\\+"--dry-run.* deliver false/);
      assert.deepEqual((await toban.ask('jobs.history', { service: 'demo' })).items, []);
    });

    test('a command that fails fails the dry run too; without a flag only the plan is shown', async () => {
      await using files = await programs({ 'exit.cjs': exit });
      const jobs = [
        job('bad', ['node', 'exit.cjs', '1'], { dryRunFlag: '--dry-run' }),
        job('plain', ['node', 'exit.cjs', '1']),
      ];
      await using toban = await open({ capabilities, services: [service(files.folder, jobs)] });
      await assert.rejects(toban.act('jobs.run', { service: 'demo', job: 'bad' }, { dryRun: true }), {
        code: 'job.failed',
      });
      const plain = await toban.act('jobs.run', { service: 'demo', job: 'plain' }, { dryRun: true });
      assert.equal(plain.steps[0]?.outcome, 'planned');
    });
  });
});

function administratorOf() {
  return { kind: 'user' as const, id: 'u_test', name: 'test', role: 'administrator' as const };
}
