import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onBothStores, openTestToban } from '#test/toban.ts';
import { OpsError } from '#platform/errors.ts';
import { z } from 'zod';
import { defineCapability } from './capability.ts';
import { defineOperation, type Step } from './define.ts';
import { GENESIS, hashOf } from './audit.ts';
import { auditAfter, findRun, updateRun } from './records.ts';

const title = (en: string) => ({ en, ja: en });

/** An operation that moves something in steps, and keeps a diary of what it did. */
function mover(diary: string[], steps: (context: { signal: AbortSignal }) => Step[]) {
  return defineCapability({
    name: 'things',
    title: title('Things'),
    operations: [
      defineOperation({
        name: 'things.move',
        summary: title('Move a thing'),
        risk: 'disruptive',
        input: z.object({ service: z.string(), secret: z.string().optional().meta({ secret: true }) }),
        prepare: () => ({ made: diary.push('prepared') }),
        steps: (_, context) => steps(context),
        report: () => ({ moved: true }),
      }),
    ],
  });
}

const step = (diary: string[], name: string, more: Partial<Step> = {}): Step => ({
  title: title(name),
  run: () => void diary.push(name),
  undo: () => void diary.push(`undo ${name}`),
  ...more,
});

onBothStores((open) => {
  test('F4: a dry run shows the steps that the run then does, and leaves nothing behind', async () => {
    const diary: string[] = [];
    await using toban = await open({ capabilities: [mover(diary, () => [step(diary, 'one'), step(diary, 'two')])] });
    const plan = await toban.act('things.move', { service: 'a' }, { dryRun: true });
    assert.equal(plan.run, null);
    assert.deepEqual(diary, ['prepared']);
    assert.equal((await auditAfter(toban.toban.store.db, 0, 10)).length, 0);

    const run = await toban.act('things.move', { service: 'a' });
    assert.equal(run.outcome, 'succeeded');
    assert.deepEqual(
      run.steps.map((done) => done.title),
      plan.steps.map((planned) => planned.title),
    );
    assert.deepEqual(run.report, { moved: true });
  });

  test('a failing step takes back what was done, last first, and a failing undo does not stop the others', async () => {
    const diary: string[] = [];
    const steps = () => [
      step(diary, 'one'),
      step(diary, 'two', {
        undo: () => {
          throw new Error('no way back');
        },
      }),
      step(diary, 'three'),
      step(diary, 'four', {
        run: () => {
          throw new OpsError('things.stuck', 'It is stuck.', { hint: 'push' });
        },
      }),
      step(diary, 'five'),
    ];
    await using toban = await open({ capabilities: [mover(diary, steps)] });
    const run = await toban.act('things.move', { service: 'a' });
    assert.equal(run.outcome, 'failed');
    assert.deepEqual(diary, ['prepared', 'one', 'two', 'three', 'undo three', 'undo one']);
    assert.deepEqual(
      run.steps.map(({ outcome }) => outcome),
      ['undone', 'undo-failed', 'undone', 'failed', 'planned'],
    );
    assert.deepEqual(run.error, { code: 'things.stuck', detail: 'It is stuck.', hint: 'push', kind: 'failed' });
  });

  test('a step that answers partial lets the run end as partial', async () => {
    const diary: string[] = [];
    await using toban = await open({
      capabilities: [mover(diary, () => [step(diary, 'one', { run: () => 'partial' }), step(diary, 'two')])],
    });
    assert.equal((await toban.act('things.move', { service: 'a' })).outcome, 'partial');
    assert.deepEqual(diary, ['prepared', 'two']);
  });

  test('two runs that would touch the same service do not run at once', async () => {
    const diary: string[] = [];
    const { promise: gate, resolve: open1 } = Promise.withResolvers<void>();
    await using toban = await open({ capabilities: [mover(diary, () => [step(diary, 'slow', { run: () => gate })])] });
    const first = toban.act('things.move', { service: 'a' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await assert.rejects(toban.act('things.move', { service: 'a' }), { code: 'run.locked' });
    assert.equal((await toban.act('things.move', { service: 'a' }, { dryRun: true })).outcome, 'succeeded');
    open1();
    assert.equal((await first).outcome, 'succeeded');
    assert.equal((await toban.act('things.move', { service: 'a' })).outcome, 'succeeded');
  });

  test('a cancelled run stops at once and takes back what it had done', async () => {
    const diary: string[] = [];
    const steps = ({ signal }: { signal: AbortSignal }) => [
      step(diary, 'one'),
      step(diary, 'endless', {
        run: () => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
      }),
    ];
    await using toban = await open({ capabilities: [mover(diary, steps)] });
    const running = await toban.toban.submit({
      operation: 'things.move',
      input: { service: 'a' },
      actor: { kind: 'user', id: 'u', name: 'u', role: 'operator' },
    });
    await updateRun(toban.toban.store.db, running.run.run as string, { cancel_requested: 1 });
    const run = await running.ended;
    assert.equal(run.outcome, 'cancelled');
    assert.deepEqual(diary, ['prepared', 'one', 'undo one']);
  });

  test('a run whose process is gone is interrupted at the next start, and offers its remaining undos', async () => {
    const diary: string[] = [];
    const { promise: endless, resolve: end } = Promise.withResolvers<void>();
    const capabilities = [mover(diary, () => [step(diary, 'one'), step(diary, 'endless', { run: () => endless })])];
    const first = await open({ capabilities });
    const { run } = await first.toban.submit({
      operation: 'things.move',
      input: { service: 'a' },
      actor: { kind: 'user', id: 'u', name: 'u', role: 'operator' },
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const databaseUrl = first.toban.settings.databaseUrl;
    await updateRun(first.toban.store.db, run.run as string, { owner: 'server:frozen', lease_until: 0 });
    await using second = await open({ capabilities, folder: first.folder, databaseUrl });
    const row = await findRun(second.toban.store.db, run.run as string);
    assert.equal(row?.state, 'interrupted');
    assert.deepEqual(diary, ['prepared', 'one'], 'nothing is continued or undone by itself');
    assert.equal((await second.act('things.move', { service: 'b' }, { dryRun: true })).outcome, 'succeeded');
    end();
    await first.close();
    assert.equal(
      (await findRun(second.toban.store.db, run.run as string))?.state,
      'interrupted',
      'the dead one that wakes ends nothing',
    );
  });

  test('a viewer may look and not act; a service acts for nobody', async () => {
    await using toban = await open({ capabilities: [mover([], () => [])] });
    for (const actor of [
      { kind: 'user', role: 'viewer' },
      { kind: 'user', role: 'auditor' },
      { kind: 'service', role: 'operator', service: 'a' },
    ] as const) {
      await assert.rejects(toban.act('things.move', { service: 'a' }, { actor: { id: 'x', name: 'x', ...actor } }), {
        code: 'access.forbidden',
      });
    }
  });

  test('an input that does not fit is refused with every problem at once, and no run', async () => {
    await using toban = await open({ capabilities: [mover([], () => [])] });
    await assert.rejects(toban.act('things.move', { service: 3, wrong: true }), (error: OpsError) => {
      assert.equal(error.code, 'input.invalid');
      assert.equal(error.problems?.length, 2);
      return true;
    });
  });

  test('every run leaves a chain of audit rows, and secrets stay out of it', async () => {
    const diary: string[] = [];
    await using toban = await open({
      capabilities: [mover(diary, () => [step(diary, 'one'), { title: title('write'), write: () => {} }])],
    });
    await toban.act('things.move', { service: 'a', secret: 'correct horse battery' });
    const rows = await auditAfter(toban.toban.store.db, 0, 10);
    assert.deepEqual(
      rows.map(({ action }) => action),
      ['run.started', 'step.written', 'run.ended'],
    );
    let previous = GENESIS;
    for (const { hash, ...row } of rows) {
      assert.equal(row.previous, previous);
      assert.equal(hashOf(row), hash);
      previous = hash;
    }
    assert.ok(!JSON.stringify(rows).includes('correct horse'));
    assert.ok(
      !JSON.stringify(await findRun(toban.toban.store.db, rows[0]?.run_id as string)).includes('correct horse'),
    );
  });
});

test('a step that hangs past its time is ended as failed', async () => {
  const hanging = defineCapability({
    name: 'things',
    title: title('Things'),
    operations: [
      defineOperation({
        name: 'things.hang',
        summary: title('Hang'),
        risk: 'safe',
        timeout: '50ms',
        input: z.object({}),
        prepare: () => null,
        steps: (_, { signal }) => [
          {
            title: title('hang'),
            run: () =>
              new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('over')))),
          },
        ],
      }),
    ],
  });
  await using toban = await openTestToban({ capabilities: [hanging] });
  const run = await toban.act('things.hang');
  assert.equal(run.outcome, 'failed');
  assert.equal(run.error?.code, 'run.timeout');
});
