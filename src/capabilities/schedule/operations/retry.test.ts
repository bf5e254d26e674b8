import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { onBothStores } from '#test/toban.ts';
import { capabilities, job, programs, service, text } from '../jobs.fixture.ts';

const flaky = `const fs = require('node:fs');
console.log(process.argv.slice(2).join(' '));
if (!fs.existsSync('mended')) process.exitCode = 1;`;
const parameters = [{ name: 'site', type: 'string' as const, description: text }];

onBothStores((open) => {
  test('C4: what failed runs again with its parameters, as a retry; what succeeded does not', async () => {
    await using files = await programs({ 'flaky.cjs': flaky });
    await using toban = await open({
      capabilities,
      services: [service(files.folder, [job('update', ['node', 'flaky.cjs'], { parameters })])],
    });
    const failed = await toban.act('jobs.run', { service: 'demo', job: 'update', parameters: { site: 'nar' } });
    assert.equal(failed.outcome, 'failed');
    const still = await toban.act('jobs.retry', { run: failed.run });
    assert.deepEqual([still.outcome, still.error?.code], ['failed', 'job.failed']);
    await writeFile(files.path('mended'), '');
    const retried = await toban.act('jobs.retry', { run: failed.run });
    assert.equal(retried.outcome, 'succeeded', JSON.stringify(retried.error));
    const [past] = (await toban.ask('jobs.history', { service: 'demo' })).items;
    assert.deepEqual(
      [past.run, past.trigger, past.outcome, past.parameters],
      [retried.report?.['did'], 'retry', 'success', { site: 'nar' }],
    );
    const again = await toban.act('jobs.retry', { run: past.run });
    assert.deepEqual([again.outcome, again.error?.code], ['failed', 'job.not-failed']);
    const unknown = await toban.act('jobs.retry', { run: 'r_nothing' });
    assert.equal(unknown.error?.kind, 'not-found');
  });
});
