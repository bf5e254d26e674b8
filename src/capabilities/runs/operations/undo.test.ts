import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { OpsError } from '#platform/errors.ts';
import { defineCapability } from '#operations/capability.ts';
import { defineOperation } from '#operations/define.ts';
import type { Run } from '#operations/run.ts';
import { onBothStores, type TestToban, type TestTobanOptions } from '#test/toban.ts';
import { z } from 'zod';
import { runs } from '../index.ts';

/** Writes its doings line by line into a file of the data folder; the last step waits until it is ended. */
const build = defineOperation({
  name: 'building.build',
  summary: { en: 'Build', ja: '建てる' },
  risk: 'disruptive',
  input: z.object({ service: z.string(), hang: z.boolean().default(true) }),
  prepare: (input, { files }) => ({ ...input, path: files.path('building') }),
  steps({ path, hang }, { signal }) {
    const note = async (line: string) => writeFile(path, `${await read(path)}${line}\n`);
    const step = (name: string) => ({
      title: { en: name, ja: name },
      run: () => note(`+${name}`),
      undo: async () => {
        if ((await read(path)).includes(`broken ${name}`)) throw new Error(`${name} does not give way`);
        await note(`-${name}`);
      },
    });
    const wait = () =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    return [
      step('ground'),
      { title: { en: 'paint', ja: '塗る' }, run: () => note('+paint') },
      step('walls'),
      step('roof'),
      ...(hang ? [{ title: { en: 'dry', ja: '乾かす' }, run: wait, undo: () => note('-dry') }] : []),
    ];
  },
});
const building = defineCapability({
  name: 'building',
  title: { en: 'Building', ja: '建築' },
  operations: [build],
  guards: [
    async ({ operation, input }, { files }) =>
      operation.name === 'runs.undo' && input['service'] === 'house' && (await read(files.path('stopped'))) !== ''
        ? new OpsError('emergency.stopped', 'Everything on house is stopped.', { kind: 'blocked' })
        : undefined,
  ],
});
const capabilities = [runs, building];

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '');
const doings = async ({ toban }: TestToban) => (await read(toban.files.path('building'))).trim().split('\n');
const titles = (run: Run) => run.steps.map(({ title }) => title);

const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A life of Toban that ends while the building dries, and the next life. */
async function interrupted(open: (options: TestTobanOptions) => Promise<TestToban>) {
  const first = await open({ capabilities });
  folders.push(first.folder);
  const { run } = await first.toban.submit({
    operation: 'building.build',
    input: { service: 'house' },
    actor: { kind: 'local', id: 'l', name: 'l', role: 'administrator' },
  });
  while ((await first.ask('runs.show', { run: run.run })).steps[4]?.outcome !== 'running')
    await new Promise(setImmediate);
  await first.close();
  const toban = await open({ capabilities, folder: first.folder, databaseUrl: first.toban.settings.databaseUrl });
  return { toban, id: run.run ?? assert.fail() };
}

onBothStores((open) => {
  test('an interrupted run is undone last first, and the dry run shows exactly what will be', async () => {
    const { toban, id } = await interrupted(open);
    await using _closed = toban;
    const before = await toban.ask('runs.show', { run: id });
    assert.deepEqual([before.state, before.undoable], ['interrupted', true]);

    const plan = await toban.act('runs.undo', { run: id }, { dryRun: true });
    assert.deepEqual(titles(plan), [
      'Keep others from service/house meanwhile',
      'Undo: roof',
      'Undo: walls',
      'Undo: ground',
    ]);
    assert.deepEqual(plan.report, { unsure: ['dry'] });
    assert.deepEqual(await doings(toban), ['+ground', '+paint', '+walls', '+roof']);

    const undone = await toban.act('runs.undo', { run: id });
    assert.equal(undone.outcome, 'succeeded');
    assert.deepEqual(titles(undone), titles(plan));
    assert.deepEqual(undone.report, { run: id, undone: 3, failed: [], unsure: ['dry'] });
    assert.deepEqual(await doings(toban), ['+ground', '+paint', '+walls', '+roof', '-roof', '-walls', '-ground']);
    const after = await toban.ask('runs.show', { run: id });
    assert.deepEqual(
      after.steps.map(({ outcome }: any) => outcome),
      ['undone', 'succeeded', 'undone', 'undone', 'failed'],
    );
    assert.equal(after.undoable, false);

    const again = await toban.act('runs.undo', { run: id });
    assert.equal(again.error?.code, 'run.nothing-to-undo');
    assert.match(again.error?.detail ?? '', /undone already/);
    const free = await toban.act('building.build', { service: 'house', hang: false });
    assert.equal(free.outcome, 'succeeded', 'the lock is let go');
  });

  test('an undo that fails is told and does not stop the others', async () => {
    const { toban, id } = await interrupted(open);
    await using _closed = toban;
    const path = toban.toban.files.path('building');
    await writeFile(path, `${await read(path)}broken walls\n`);
    const undone = await toban.act('runs.undo', { run: id });
    assert.equal(undone.outcome, 'partial');
    assert.deepEqual(undone.report, { run: id, undone: 2, failed: ['walls'], unsure: ['dry'] });
    assert.deepEqual((await doings(toban)).slice(-2), ['-roof', '-ground']);
    const { steps } = await toban.ask('runs.show', { run: id });
    assert.deepEqual([steps[2].outcome, /does not give way/.test(steps[2].error)], ['undo-failed', true]);
  });

  test('nothing is undone while another run is at work on the service, or while the service is stopped', async () => {
    const { toban, id } = await interrupted(open);
    await using _closed = toban;
    const { run, ended } = await toban.toban.submit({
      operation: 'building.build',
      input: { service: 'house' },
      actor: { kind: 'local', id: 'l', name: 'l', role: 'administrator' },
    });
    assert.equal((await toban.act('runs.undo', { run: id })).error?.code, 'run.locked');
    await toban.act('runs.cancel', { run: run.run });
    assert.equal((await ended).outcome, 'cancelled');
    await writeFile(toban.toban.files.path('stopped'), 'yes');
    const refused = await toban.act('runs.undo', { run: id });
    assert.deepEqual([refused.outcome, refused.error?.code], ['refused', 'emergency.stopped']);
    assert.equal((await toban.ask('runs.show', { run: id })).undoable, true);
  });

  test('only what was interrupted is undone', async () => {
    await using toban = await open({ capabilities });
    const { run } = await toban.act('building.build', { service: 'house', hang: false });
    assert.equal((await toban.act('runs.undo', { run })).error?.code, 'run.not-interrupted');
    assert.equal((await toban.act('runs.undo', { run: 'r_none' })).error?.code, 'run.unknown');
  });

  test('a run whose operation is there no more is still shown, and cannot be undone', async () => {
    const { toban: second, id } = await interrupted(open);
    await second.close();
    const { folder, toban } = second;
    await using bare = await open({ capabilities: [runs], folder, databaseUrl: toban.settings.databaseUrl });
    assert.equal((await bare.ask('runs.show', { run: id })).title.en, 'building.build');
    assert.equal((await bare.ask('runs.list')).items.length, 1);
    assert.equal((await bare.act('runs.undo', { run: id })).error?.code, 'run.operation-gone');
  });
});
