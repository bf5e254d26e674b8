import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { OpsError } from '#platform/errors.ts';
import type { Installation } from '#manual/manuals.ts';
import { operation } from '#manual/process.ts';
import type { Actor } from '#operations/actor.ts';
import { defineCapability } from '#operations/capability.ts';
import { defineOperation } from '#operations/define.ts';
import { emergency } from '#capabilities/emergency/index.ts';
import { onBothStores } from '#test/toban.ts';
import { z } from 'zod';
import { runbook } from './index.ts';

/** An operation that does as it is told, and remembers. */
function world() {
  const did: string[] = [];
  const Act = z.object({ service: z.string(), as: z.string() });
  const acting = (name: string, risk: 'safe' | 'disruptive' | 'destructive') =>
    defineOperation({
      name,
      summary: { en: name, ja: name },
      risk,
      input: Act,
      prepare: ({ as }) => {
        if (as === 'impossible')
          throw new OpsError('world.impossible', 'It cannot be.', { kind: 'conflict', hint: 'toban world see' });
        return { as };
      },
      steps: ({ as }, { signal }) => [
        {
          title: { en: `Be ${as}`, ja: `${as}になる` },
          run: async () => {
            did.push(as);
            if (as === 'broken')
              throw new OpsError('world.broken', 'It broke at 3 of 7.', { hint: 'toban world mend' });
            if (as === 'slow') await pause(30_000, undefined, { signal });
            return as === 'half' ? 'partial' : undefined;
          },
        },
      ],
    });
  const operations = [acting('world.act', 'disruptive'), acting('world.end', 'destructive')];
  return { did, capability: defineCapability({ name: 'world', title: { en: 'World', ja: '世界' }, operations }) };
}

const act = (as: string) => ({
  title: { en: `Act ${as}`, ja: `${as}をする` },
  run: operation('world.act', { service: 'bot', as }),
});
const look = { title: { en: 'Look at the lamp', ja: 'ランプを見る' } };
const book = (name: string, ...steps: object[]) => ({
  name,
  title: { en: `Book ${name}`, ja: `手順書${name}` },
  steps,
});

const services = [
  {
    id: 'bot',
    title: { en: 'Bot', ja: 'ボット' },
    folder: '/tmp',
    runbooks: [
      { ...book('silent', look, act('one'), act('two')), when: { en: 'It says nothing', ja: '応答がない' } },
      book('half', act('half'), act('two')),
      book('breaking', act('one'), act('broken'), act('two')),
      book('slow', act('slow'), act('two')),
      book('impossible', act('one'), act('impossible')),
      book('ending', {
        title: { en: 'End it', ja: '終える' },
        run: operation('world.end', { service: 'bot', as: 'gone' }),
      }),
      book(
        'stop',
        {
          title: { en: 'Stop', ja: '止める' },
          run: operation('emergency.stop', { service: 'bot', reason: 'it is odd' }),
        },
        act('one'),
      ),
      book('unknown', { title: { en: 'Do', ja: 'する' }, run: operation('no.such', {}) }),
    ],
  },
] as Installation['services'];

const operator: Actor = { kind: 'user', id: 'u_o', name: 'olga', role: 'operator' };

onBothStores((open) => {
  async function opened() {
    const { did, capability } = world();
    return { did, toban: await open({ capabilities: [runbook, emergency, capability], services }) };
  }
  const run = (name: string) => ['runbook.run', { service: 'bot', runbook: name }] as const;

  test('C15, E8, B9: the operations of a runbook are done in order, as runs below it, and what a person does is told', async () => {
    const { did, toban } = await opened();
    await using _ = toban;
    const ended = await toban.act(...run('silent'));
    assert.equal(ended.outcome, 'succeeded');
    assert.deepEqual(did, ['one', 'two']);
    assert.deepEqual(
      ended.steps.map(({ title, outcome }) => [title, outcome]),
      [
        ['Act one', 'succeeded'],
        ['Act two', 'succeeded'],
      ],
    );
    assert.deepEqual(ended.report?.['todo'], ['Look at the lamp']);
    const below = ended.report?.['did'] as { operation: string; run: string; outcome: string }[];
    assert.deepEqual(
      below.map(({ operation: name, outcome }) => [name, outcome]),
      [
        ['world.act', 'succeeded'],
        ['world.act', 'succeeded'],
      ],
    );
  });

  test('a step that half succeeds lets the runbook go on and end as partial', async () => {
    const { did, toban } = await opened();
    await using _ = toban;
    assert.equal((await toban.act(...run('half'))).outcome, 'partial');
    assert.deepEqual(did, ['half', 'two']);
  });

  test('a step that fails ends the runbook there, with the reason and the next command', async () => {
    const { did, toban } = await opened();
    await using _ = toban;
    const ended = await toban.act(...run('breaking'));
    assert.equal(ended.outcome, 'failed');
    assert.deepEqual(
      [ended.error?.code, ended.error?.detail, ended.error?.hint],
      ['world.broken', 'It broke at 3 of 7.', 'toban world mend'],
    );
    assert.deepEqual(
      ended.steps.map(({ outcome }) => outcome),
      ['succeeded', 'failed', 'planned'],
    );
    assert.deepEqual(did, ['one', 'broken']);
  });

  test('A20: an emergency stop refuses what a runbook starts, also the stop that it began with itself', async () => {
    const { did, toban } = await opened();
    await using _ = toban;
    const ended = await toban.act(...run('stop'));
    assert.equal(ended.outcome, 'refused');
    assert.equal(ended.error?.code, 'emergency.stopped');
    assert.equal(ended.steps[0]?.outcome, 'succeeded');
    assert.deepEqual(did, []);
    assert.equal((await toban.ask('emergency.status')).active, true);
  });

  test('a runbook lends nobody a right: what only an administrator may stays so', async () => {
    const { did, toban } = await opened();
    await using _ = toban;
    const ended = await toban.act(...run('ending'), { actor: operator });
    assert.deepEqual([ended.outcome, ended.error?.code], ['failed', 'access.forbidden']);
    assert.deepEqual(did, []);
  });

  test('cancelling a runbook cancels what it has started', async () => {
    const { did, toban } = await opened();
    await using _ = toban;
    const { toban: open } = toban;
    const started = await open.submit({
      operation: 'runbook.run',
      input: { service: 'bot', runbook: 'slow' },
      actor: operator,
    });
    while (!did.includes('slow')) await pause(10);
    await open.store.db.updateTable('runs').set({ cancel_requested: 1 }).where('id', '=', started.run.run).execute();
    assert.equal((await started.ended).outcome, 'cancelled');
    const { state } = await open.store.db
      .selectFrom('runs')
      .select('state')
      .where('operation', '=', 'world.act')
      .executeTakeFirstOrThrow();
    assert.equal(state, 'cancelled');
    assert.deepEqual(did, ['slow']);
  });

  test('F4: a dry run shows the plan of each operation, and why one has none, and does nothing', async () => {
    const { did, toban } = await opened();
    await using _ = toban;
    const plan = await toban.act(...run('impossible'), { dryRun: true });
    assert.deepEqual(plan.report, {
      runbook: 'Book impossible',
      steps: [
        { title: 'Act one', operation: 'world.act', plan: ['Be one'] },
        { title: 'Act impossible', operation: 'world.act', problem: 'It cannot be.', hint: 'toban world see' },
      ],
    });
    assert.deepEqual((await toban.act(...run('silent'), { dryRun: true })).report?.['steps'], [
      { todo: 'Look at the lamp' },
      { title: 'Act one', operation: 'world.act', plan: ['Be one'] },
      { title: 'Act two', operation: 'world.act', plan: ['Be two'] },
    ]);
    assert.deepEqual(did, []);
  });

  test('runbook.list tells the symptom, the steps and the last run; runbook.show one of them', async () => {
    const { toban } = await opened();
    await using _ = toban;
    const first = await toban.act(...run('silent'));
    const { items, text } = await toban.ask('runbook.list', { service: 'bot' });
    assert.match(text, /^silent {2}Book silent\n {4}It says nothing\n {4}\S+ {2}succeeded/);
    assert.equal(items.length, 8);
    assert.deepEqual(items[0].when, { en: 'It says nothing', ja: '応答がない' });
    assert.deepEqual(items[0].steps[1].operation, 'world.act');
    assert.deepEqual([items[0].last.run, items[0].last.outcome], [first.run, 'succeeded']);
    assert.equal('last' in items[1], false);
    assert.equal((await toban.ask('runbook.show', { service: 'bot', runbook: 'silent' })).title.en, 'Book silent');
    await assert.rejects(toban.ask('runbook.show', { service: 'bot', runbook: 'none' }), {
      code: 'runbook.unknown',
      hint: /^Its runbooks: silent, /,
    });
    assert.equal((await toban.act(...run('unknown'))).error?.code, 'operation.unknown');
  });
});
