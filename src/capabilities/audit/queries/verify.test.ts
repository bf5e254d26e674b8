import assert from 'node:assert/strict';
import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { appendAudit, GENESIS, hashOf } from '#operations/audit.ts';
import { systemActor } from '#operations/actor.ts';
import type { AuditRow } from '#operations/schema.ts';
import { movedClock } from '#test/clock.ts';
import { onBothStores, type TestToban } from '#test/toban.ts';
import { anchorAudit } from '../anchoring.ts';
import { audit } from '../index.ts';

const capabilities = [audit];
const FILE = 'audit-anchors.jsonl';

async function write({ toban }: TestToban, count: number): Promise<void> {
  await toban.store.transaction(async (trx) => {
    for (let i = 0; i < count; i++)
      await appendAudit(toban, trx, { actor: systemActor('test'), action: 'tried', detail: { i } });
  });
}

const verify = (toban: TestToban) => toban.ask('audit.verify');
const rowsOf = async ({ toban }: TestToban) =>
  (await toban.store.db.selectFrom('audit').selectAll().orderBy('seq').execute()) as AuditRow[];

/** As somebody would who knows how the chain is made: every row from `from` on gets new hashes. */
async function rechain(toban: TestToban, change: (row: AuditRow) => AuditRow): Promise<void> {
  const { db } = toban.toban.store;
  let previous = GENESIS;
  for (const row of await rowsOf(toban)) {
    const changed = { ...change(row), previous };
    previous = hashOf(changed);
    await db
      .updateTable('audit')
      .set({ ...changed, hash: previous })
      .where('seq', '=', row.seq)
      .execute();
  }
}

onBothStores((open) => {
  test('D17: an untouched audit of several pages is whole, with and without anchors', async () => {
    await using toban = await open({ capabilities });
    assert.deepEqual(await verify(toban), {
      ok: true,
      rows: 0,
      anchors: 0,
      detail:
        'All 0 rows follow each other. There is no anchor outside the store yet, so a full rewrite would not be seen.',
    });
    await write(toban, 250);
    await anchorAudit(toban.toban);
    await write(toban, 100);
    await anchorAudit(toban.toban);
    await anchorAudit(toban.toban);
    const verdict = await verify(toban);
    assert.deepEqual([verdict.ok, verdict.rows, verdict.anchors, verdict.lastAnchor.seq], [true, 350, 2, 350]);
    assert.equal((await stat(join(toban.folder, FILE))).mode & 0o777, 0o600);
  });

  const edits: [string, Partial<AuditRow>][] = [
    ['who it was', { actor_name: 'somebody else' }],
    ['when it was', { at: 5 }],
    ['what it was', { detail_json: '{}' }],
    ['how it ended', { outcome: 'succeeded' }],
  ];
  for (const [what, change] of edits) {
    test(`D17: an edit of ${what} is found`, async () => {
      await using toban = await open({ capabilities });
      await write(toban, 120);
      await toban.toban.store.db.updateTable('audit').set(change).where('seq', '=', 117).execute();
      const verdict = await verify(toban);
      assert.deepEqual([verdict.ok, verdict.firstBroken, verdict.why], [false, 117, 'edited']);
    });
  }

  test('D17: an edit with a matching hash is found by the row after it', async () => {
    await using toban = await open({ capabilities });
    await write(toban, 20);
    const row = (await rowsOf(toban))[6] ?? assert.fail();
    const forged = { ...row, actor_name: 'somebody else' };
    await toban.toban.store.db
      .updateTable('audit')
      .set({ ...forged, hash: hashOf(forged) })
      .where('seq', '=', 7)
      .execute();
    const verdict = await verify(toban);
    assert.deepEqual([verdict.ok, verdict.firstBroken, verdict.why], [false, 8, 'unlinked']);
  });

  for (const [where, from, to] of [
    ['at the beginning', 1, 1],
    ['in the middle', 9, 11],
  ] as const) {
    test(`D17: rows cut out ${where} are missed`, async () => {
      await using toban = await open({ capabilities });
      await write(toban, 20);
      await toban.toban.store.db.deleteFrom('audit').where('seq', '>=', from).where('seq', '<=', to).execute();
      const verdict = await verify(toban);
      assert.deepEqual([verdict.ok, verdict.firstBroken, verdict.why], [false, from, 'missing']);
    });
  }

  test('D17: rows cut off at the end are missed, also when others were written since', async () => {
    await using toban = await open({ capabilities });
    await write(toban, 20);
    await anchorAudit(toban.toban);
    await toban.toban.store.db.deleteFrom('audit').where('seq', '>', 15).execute();
    const cut = await verify(toban);
    assert.deepEqual([cut.ok, cut.firstBroken, cut.why], [false, 16, 'missing']);
    await write(toban, 10);
    const covered = await verify(toban);
    assert.deepEqual([covered.ok, covered.firstBroken, covered.why], [false, 20, 'rewritten']);
  });

  test('D17: an audit emptied or rewritten whole, with every hash right, differs from what was anchored', async () => {
    await using toban = await open({ capabilities });
    await write(toban, 20);
    await anchorAudit(toban.toban);
    await write(toban, 5);
    await rechain(toban, (row) => (row.seq === 3 ? { ...row, actor_name: 'somebody else' } : row));
    const rewritten = await verify(toban);
    assert.deepEqual([rewritten.ok, rewritten.firstBroken, rewritten.why], [false, 20, 'rewritten']);
    const level = async () => (await audit.concerns?.(toban.toban as never))?.[0]?.level;
    assert.equal(await level(), 'critical');
    await anchorAudit(toban.toban);
    await anchorAudit(toban.toban);
    assert.equal(await level(), 'critical');
    assert.equal((await toban.ask('audit.list', { action: 'audit.broken' })).items.length, 1);
    assert.equal((await verify(toban)).firstBroken, 20);
    await toban.toban.store.db.deleteFrom('audit').execute();
    const emptied = await verify(toban);
    assert.deepEqual([emptied.ok, emptied.firstBroken, emptied.why], [false, 1, 'missing']);
  });

  test('D17: a line of the anchors that a crash cut off spoils neither the lines after it nor the verdict', async () => {
    await using toban = await open({ capabilities });
    await write(toban, 5);
    await anchorAudit(toban.toban);
    await appendFile(join(toban.folder, FILE), '{"seq":7,"ha');
    await write(toban, 5);
    await anchorAudit(toban.toban);
    const verdict = await verify(toban);
    assert.deepEqual([verdict.ok, verdict.anchors], [true, 2]);
    assert.match(verdict.detail, /1 line\(s\) of the anchors are unreadable/);
  });

  test('D17: an anchor that somebody changed disagrees', async () => {
    await using toban = await open({ capabilities });
    await write(toban, 5);
    await anchorAudit(toban.toban);
    const path = join(toban.folder, FILE);
    await writeFile(path, (await readFile(path, 'utf8')).replace(/"hash":"...../, '"hash":"00000'));
    assert.equal((await verify(toban)).firstBroken, 5);
  });

  test('D17: while Toban is up the newest row is anchored every ten seconds, and at the stop', async () => {
    const clock = movedClock();
    const toban = await open({ capabilities, clock });
    const anchored = async () =>
      (await readFile(join(toban.folder, FILE), 'utf8').catch(() => ''))
        .trim()
        .split('\n')
        .map((line) => line && JSON.parse(line).seq);
    await write(toban, 3);
    toban.startWorkers();
    await until(async () => (await anchored()).join() === '3');
    await write(toban, 4);
    await clock.advance(10_000);
    await until(async () => (await anchored()).join() === '3,7');
    await write(toban, 2);
    await toban.close();
    assert.deepEqual(await anchored(), [3, 7, 9]);
    await rm(toban.folder, { recursive: true });
  });

  test('D17: only an auditor or an administrator verifies', async () => {
    await using toban = await open({ capabilities });
    for (const [role, allowed] of [
      ['viewer', false],
      ['operator', false],
      ['auditor', true],
      ['administrator', true],
    ] as const) {
      const asked = toban.ask('audit.verify', {}, { kind: 'user', id: 'u_1', name: 'one', role });
      await (allowed ? asked : assert.rejects(asked, { code: 'access.forbidden' }));
    }
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 5000;
  while (!(await holds())) {
    if (performance.now() > end) assert.fail('It did not happen within 5 s.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
