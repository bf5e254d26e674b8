import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Actor } from '#operations/actor.ts';
import { contextFor } from '#operations/runner.ts';
import { administrator, onBothStores, type TestToban } from '#test/toban.ts';
import { capabilities, job, programs, service, until } from '../jobs.fixture.ts';
import { reportRoute } from './report.ts';

const program = `const fs = require('node:fs');
fs.writeFileSync('run', process.env.TOBAN_RUN);
const timer = setInterval(() => { if (fs.existsSync('go')) clearInterval(timer); }, 20);`;

const speaker = (name: string): Actor => ({ kind: 'service', id: name, name, role: 'viewer', service: name });

const post = (toban: TestToban, run: string, body: object, actor: Actor) =>
  reportRoute.handle(
    { params: { run }, query: {}, body: reportRoute.body?.parse(body) },
    contextFor(toban.toban, { actor }, null, new AbortController().signal),
  );

onBothStores((open) => {
  for (const [reported, outcome, state] of [
    ['partial', 'partial', 'partial'],
    ['failure', 'failure', 'failed'],
    ['success', 'success', 'succeeded'],
  ] as const) {
    test(`C3: a program that reports ${reported} and ends with 0 has run as that, with its figures`, async () => {
      await using files = await programs({ 'wait.cjs': program });
      await using toban = await open({
        capabilities,
        services: [service(files.folder, [job('update', ['node', 'wait.cjs'])])],
      });
      const { ended } = await toban.toban.submit({
        operation: 'jobs.run',
        input: { service: 'demo', job: 'update' },
        actor: administrator,
      });
      const run = await until(() => readFile(files.path('run'), 'utf8').catch(() => undefined));
      await post(toban, run, { outcome: reported, summary: '12 races', figures: { races: 12 } }, speaker('demo'));
      await writeFile(files.path('go'), '');
      const finished = await ended;
      assert.equal(finished.outcome, state);
      assert.deepEqual([finished.report?.['summary'], finished.report?.['figures']], ['12 races', { races: 12 }]);
      const [past] = (await toban.ask('jobs.history', { service: 'demo' })).items;
      assert.deepEqual(
        [past.outcome, past.exitCode, past.summary, past.figures],
        [outcome, 0, '12 races', { races: 12 }],
      );
      await assert.rejects(post(toban, run, { summary: 'late' }, speaker('demo')), { code: 'job.ended' });
    });
  }

  test("another service's run is told like one that does not exist", async () => {
    await using files = await programs({ 'wait.cjs': program });
    await using toban = await open({
      capabilities,
      services: [service(files.folder, [job('update', ['node', 'wait.cjs'])])],
    });
    const { run, ended } = await toban.toban.submit({
      operation: 'jobs.run',
      input: { service: 'demo', job: 'update' },
      actor: administrator,
    });
    await until(() => readFile(files.path('run'), 'utf8').catch(() => undefined));
    const other = await post(toban, run.run ?? '', { outcome: 'failure' }, speaker('other')).catch(
      (thrown: unknown) => thrown as Error,
    );
    const none = await post(toban, 'r_none', { outcome: 'failure' }, speaker('demo')).catch(
      (thrown: unknown) => thrown as Error,
    );
    assert.deepEqual(
      [(other as { code?: string }).code, (none as { code?: string }).code],
      ['run.unknown', 'run.unknown'],
    );
    await writeFile(files.path('go'), '');
    assert.equal((await ended).outcome, 'succeeded');
  });
});
