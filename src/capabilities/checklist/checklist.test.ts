import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fact, task } from '#manual/guides.ts';
import type { Installation } from '#manual/manuals.ts';
import type { Actor } from '#operations/actor.ts';
import { defineCapability } from '#operations/capability.ts';
import { defineQuery } from '#operations/define.ts';
import { movedClock } from '#test/clock.ts';
import { onBothStores, type TestTobanOptions } from '#test/toban.ts';
import { z } from 'zod';
import { overview } from '#capabilities/overview/index.ts';
import { checklist } from './index.ts';
import { seeAllFacts, untilNextLook } from './worker.ts';

/** Something whose number a test sets, as facts are about something else. */
function world() {
  const state = { errors: 0 };
  const count = defineQuery({
    name: 'world.errors',
    summary: { en: 'Errors', ja: 'エラー' },
    input: z.object({ service: z.string() }),
    answer: ({ service }) => ({ service, today: state.errors }),
  });
  return {
    state,
    capability: defineCapability({ name: 'world', title: { en: 'World', ja: '世界' }, queries: [count] }),
  };
}

const noErrors = fact(
  'errors',
  { en: 'No errors', ja: 'エラーなし' },
  { query: 'world.errors', path: 'today', atMost: 0, hint: 'toban logs errors bot' },
);
const disk = task('disk', { en: 'Enough disk', ja: 'ディスク残量' }, 'df -h');

const services: Installation['services'] = [
  {
    id: 'bot',
    title: { en: 'Bot', ja: 'ボット' },
    folder: '/tmp',
    zone: 'Asia/Tokyo',
    checklists: {
      daily: [noErrors, disk],
      weekly: [disk, task('report', { en: 'Report read', ja: 'レポート確認' })],
      monthly: [noErrors],
    },
  },
];

const viewer: Actor = { kind: 'user', id: 'u_v', name: 'vera', role: 'viewer' };
/** Half past noon on a Saturday in Tokyo. */
const NOON = '2026-11-21T03:30:00Z';

onBothStores((open) => {
  async function opened(options: Partial<TestTobanOptions> = {}) {
    const { state, capability } = world();
    const clock = movedClock(NOON);
    const toban = await open({ capabilities: [checklist, capability], services, clock, ...options });
    return { toban, state, clock };
  }

  test('A23, B23: facts tick themselves, a person ticks the rest, and then the day is complete', async () => {
    const { toban, state } = await opened();
    await using _ = toban;
    state.errors = 2;
    const { text, ...before } = await toban.ask('checklist.show', { service: 'bot' });
    assert.match(text, /^bot: daily checklist of 2026-11-21/);
    assert.deepEqual(
      {
        ...before,
        items: before.items.map(({ item, kind, done, ok, detail, hint }: Record<string, unknown>) => ({
          item,
          kind,
          done,
          ok,
          detail,
          hint,
        })),
      },
      {
        service: 'bot',
        period: 'daily',
        key: '2026-11-21',
        dueAt: '2026-11-21T15:00:00.000Z',
        overdue: false,
        previous: null,
        complete: false,
        items: [
          { item: 'errors', kind: 'fact', done: false, ok: false, detail: '2 (≤ 0)', hint: 'toban logs errors bot' },
          { item: 'disk', kind: 'person', done: false, ok: null, detail: undefined, hint: 'df -h' },
        ],
      },
    );
    state.errors = 0;
    const run = await toban.act('checklist.tick', { service: 'bot', item: 'disk', period: 'daily', note: '40 % free' });
    assert.equal(run.outcome, 'succeeded');
    const after = await toban.ask('checklist.show', { service: 'bot' });
    assert.equal(after.complete, true);
    assert.deepEqual(
      [after.items[1].by, after.items[1].note, after.items[1].at],
      ['test', '40 % free', '2026-11-21T03:30:00.000Z'],
    );
  });

  test('A23: while a threshold is crossed the overview says so, with its value, its limit and what to type', async () => {
    const { state, capability } = world();
    const thresholds = [{ ...noErrors, kind: 'fact' as const }];
    const [bot] = services;
    await using toban = await open({
      capabilities: [checklist, capability, overview],
      services: [
        {
          ...bot,
          id: 'bot',
          title: { en: 'Bot', ja: 'ボット' },
          folder: '/tmp',
          thresholds,
        } as Installation['services'][number],
      ],
    });
    const concerns = async () => (await toban.ask('overview.show')).concerns;
    assert.deepEqual(await concerns(), []);
    state.errors = 2;
    const [concern] = await concerns();
    assert.deepEqual(
      [concern.level, concern.service, concern.title.en, concern.detail, concern.hint],
      ['warning', 'bot', 'No errors', '2 (≤ 0)', 'toban logs errors bot'],
    );
  });

  test('A23: the weekly list has its ISO week and the monthly its month; a flag may come as a word', async () => {
    const { toban } = await opened();
    await using _ = toban;
    const weekly = await toban.ask('checklist.show', { service: 'bot', weekly: 'true' });
    assert.deepEqual([weekly.period, weekly.key, weekly.dueAt], ['weekly', '2026-W47', '2026-11-22T15:00:00.000Z']);
    const monthly = await toban.ask('checklist.show', { service: 'bot', monthly: true });
    assert.deepEqual([monthly.key, monthly.dueAt], ['2026-11', '2026-11-30T15:00:00.000Z']);
    await assert.rejects(toban.ask('checklist.show', { service: 'bot', weekly: true, monthly: true }), {
      code: 'checklist.one-list',
    });
  });

  test('ticking twice changes nothing, unticking takes it back, and both are runs in the audit', async () => {
    const { toban, clock } = await opened();
    await using _ = toban;
    await toban.act('checklist.tick', { service: 'bot', item: 'report' });
    await clock.advance(60_000);
    const again = await toban.act('checklist.tick', { service: 'bot', item: 'report' });
    assert.deepEqual(again.steps, []);
    assert.deepEqual(again.report?.['already'], { by: 'test', at: '2026-11-21T03:30:00.000Z' });
    await toban.act('checklist.untick', { service: 'bot', item: 'report' });
    const twice = await toban.act('checklist.untick', { service: 'bot', item: 'report' });
    assert.equal(twice.outcome, 'succeeded');
    const { items } = await toban.ask('checklist.show', { service: 'bot', weekly: true });
    assert.equal(items.find((item: { item: string }) => item.item === 'report').done, false);
  });

  test('a fact is ticked by nobody, an item on two lists needs its list, and a viewer ticks nothing', async () => {
    const { toban } = await opened();
    await using _ = toban;
    const codeOf = async (input: Record<string, unknown>) =>
      (await toban.act('checklist.tick', { service: 'bot', ...input })).error?.code;
    assert.equal(await codeOf({ item: 'errors', period: 'daily' }), 'checklist.fact');
    assert.equal(await codeOf({ item: 'disk' }), 'checklist.ambiguous');
    assert.equal(await codeOf({ item: 'nothing' }), 'checklist.unknown');
    assert.equal(await codeOf({ item: 'report', period: 'daily' }), 'checklist.unknown');
    await assert.rejects(toban.act('checklist.tick', { service: 'bot', item: 'report' }, { actor: viewer }), {
      code: 'access.forbidden',
    });
    assert.equal((await toban.ask('checklist.show', { service: 'bot' }, viewer)).items.length, 2);
  });

  test('a fact that cannot be told is neither held nor broken, and says why', async () => {
    const { toban } = await opened({ capabilities: [checklist] });
    await using _ = toban;
    const { items } = await toban.ask('checklist.show', { service: 'bot' });
    assert.equal(items[0].ok, null);
    assert.equal(items[0].done, false);
    assert.match(items[0].detail, /no query "world\.errors"/);
  });

  test('A23: yesterday is judged by what was seen yesterday, and a list left open is a concern', async () => {
    const { toban, state, clock } = await opened();
    await using _ = toban;
    state.errors = 3;
    await toban.act('checklist.tick', { service: 'bot', item: 'disk', period: 'daily' });
    await seeAllFacts(toban.toban);
    clock.moveTo('2026-11-21T15:00:01Z');
    state.errors = 0;
    const sunday = await toban.ask('checklist.show', { service: 'bot' });
    assert.deepEqual(
      [sunday.key, sunday.previous, sunday.overdue],
      ['2026-11-22', { key: '2026-11-21', complete: false }, true],
    );
    assert.deepEqual(await concerns(toban), ['The daily checklist of 2026-11-21 was left open']);
    await toban.act('checklist.tick', { service: 'bot', item: 'disk', period: 'daily' });
    assert.equal((await toban.ask('checklist.show', { service: 'bot' })).overdue, false, 'made good today');
    assert.deepEqual(await concerns(toban), []);
  });

  test('A23: a fact that held at the end of its period counts, whatever became of it', async () => {
    const { toban, state, clock } = await opened();
    await using _ = toban;
    state.errors = 3;
    await seeAllFacts(toban.toban);
    clock.moveTo('2026-11-21T14:59:55Z');
    state.errors = 0;
    await toban.act('checklist.tick', { service: 'bot', item: 'disk', period: 'daily' });
    await seeAllFacts(toban.toban);
    clock.moveTo('2026-11-21T15:00:01Z');
    state.errors = 9;
    assert.deepEqual((await toban.ask('checklist.show', { service: 'bot' })).previous, {
      key: '2026-11-21',
      complete: true,
    });
  });

  test('a list without facts that nobody touched was left open, if Toban was there to see it', async () => {
    const { toban, clock } = await opened();
    await using _ = toban;
    await seeAllFacts(toban.toban);
    clock.moveTo('2026-11-23T00:00:00Z');
    assert.deepEqual((await toban.ask('checklist.show', { service: 'bot', weekly: true })).previous, {
      key: '2026-W47',
      complete: false,
    });
    clock.moveTo('2026-12-13T00:00:00Z');
    assert.equal(
      (await toban.ask('checklist.show', { service: 'bot', weekly: true })).previous,
      null,
      'nobody was there that week',
    );
  });

  test('the facts are looked at shortly before midnight of the service', async () => {
    const { toban, clock } = await opened();
    await using _ = toban;
    assert.equal(untilNextLook(toban.toban), 15 * 60_000);
    clock.moveTo('2026-11-21T14:59:00Z');
    assert.equal(untilNextLook(toban.toban), 55_000);
    clock.moveTo('2026-11-21T14:59:55Z');
    assert.equal(untilNextLook(toban.toban), 15 * 60_000);
  });
});

async function concerns(
  toban: Awaited<ReturnType<Parameters<Parameters<typeof onBothStores>[0]>[0]>>,
): Promise<string[]> {
  const context = {
    ...toban.toban,
    actor: viewer,
    lang: 'en' as const,
    cause: undefined,
    signal: AbortSignal.timeout(5000),
    run: null,
    progress: () => {},
  };
  return ((await checklist.concerns?.(context)) ?? []).map((concern) => concern.title.en);
}
