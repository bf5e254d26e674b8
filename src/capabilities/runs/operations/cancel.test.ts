import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineCapability } from '#operations/capability.ts';
import { defineOperation } from '#operations/define.ts';
import { administrator, onBothStores, type TestToban } from '#test/toban.ts';
import { z } from 'zod';
import { runs } from '../index.ts';

const undone: string[] = [];
const wait = defineOperation({
  name: 'waiting.wait',
  summary: { en: 'Wait', ja: '待つ' },
  risk: 'safe',
  input: z.object({ service: z.string().optional(), short: z.boolean().default(false) }),
  prepare: (input) => input,
  steps: ({ short }, { signal, run }) => [
    { title: { en: 'begin', ja: '始める' }, run: () => {}, undo: () => undone.push(run ?? '') },
    {
      title: { en: 'wait', ja: '待つ' },
      run: () =>
        short || new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    },
  ],
});
const waiting = defineCapability({ name: 'waiting', title: { en: 'Waiting', ja: '待機' }, operations: [wait] });
const capabilities = [runs, waiting];

const start = ({ toban }: TestToban, input = {}) =>
  toban.submit({ operation: 'waiting.wait', input, actor: administrator });

onBothStores((open) => {
  test('a run under way is cancelled and takes back what it had done', async () => {
    await using toban = await open({ capabilities });
    const { run, ended } = await start(toban);
    const cancelled = await toban.act('runs.cancel', { run: run.run });
    assert.equal(cancelled.outcome, 'succeeded');
    const { outcome, steps, error } = await ended;
    assert.deepEqual([outcome, error?.code, steps[0]?.outcome], ['cancelled', 'run.cancelled', 'undone']);
    assert.ok(undone.includes(run.run ?? ''));
  });

  test('a run of another process that shares the store is cancelled too', async () => {
    await using first = await open({ capabilities });
    const { run, ended } = await start(first);
    const { folder } = first;
    await using second = await open({
      capabilities,
      folder,
      databaseUrl: first.toban.settings.databaseUrl,
      role: 'cli',
    });
    assert.equal((await second.act('runs.cancel', { run: run.run })).outcome, 'succeeded');
    assert.equal((await ended).outcome, 'cancelled');
  });

  test('of a run that has ended it is told when and how', async () => {
    await using toban = await open({ capabilities });
    const { run } = await toban.act('waiting.wait', { short: true });
    const { outcome, error } = await toban.act('runs.cancel', { run });
    assert.deepEqual([outcome, error?.code, error?.kind], ['failed', 'run.ended', 'conflict']);
    assert.match(error?.detail ?? '', /has ended already: succeeded at 20\d\d-/);
    assert.equal((await toban.act('runs.cancel', { run: 'r_none' })).error?.code, 'run.unknown');
  });

  test('a viewer cancels nothing', async () => {
    await using toban = await open({ capabilities });
    const actor = { ...administrator, role: 'viewer' as const };
    await assert.rejects(toban.act('runs.cancel', { run: 'r_none' }, { actor }), { code: 'access.forbidden' });
  });

  test('runs are listed newest first by service, operation and outcome, page by page', async () => {
    await using toban = await open({ capabilities });
    for (let i = 0; i < 5; i++) await toban.act('waiting.wait', { short: true, ...(i % 2 && { service: 'house' }) });
    await toban.act('runs.cancel', { run: 'r_none' });
    const { run, ended } = await start(toban);
    const count = async (input: Record<string, unknown>) => (await toban.ask('runs.list', input)).items.length;
    assert.equal(await count({}), 7);
    assert.equal(await count({ service: 'house' }), 2);
    assert.equal(await count({ operation: 'waiting.wait', outcome: 'succeeded' }), 5);
    assert.equal(await count({ outcome: 'failed' }), 1);
    assert.equal(await count({ outcome: 'running' }), 1);

    const first = await toban.ask('runs.list', { limit: 4 });
    const second = await toban.ask('runs.list', { limit: 4, cursor: first.next });
    const ids = [...first.items, ...second.items].map((item) => item.run);
    assert.deepEqual([ids[0], ids.length, new Set(ids).size, second.next], [run.run, 7, 7, undefined]);
    assert.deepEqual(
      ['steps', 'report'].filter((field) => field in first.items[0]),
      [],
    );
    assert.deepEqual(second.items[2].input, { short: true }, 'what is short of the input names what was acted on');
    await toban.act('runs.cancel', { run: run.run });
    await ended;
  });
});
