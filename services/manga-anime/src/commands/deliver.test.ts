import assert from 'node:assert/strict';
import { test } from 'node:test';
import { finding, NOW, testContext, type TestContext } from '../../test/context.ts';
import { startToban } from '../../test/toban.ts';
import { followDigests } from '../digest/follow.ts';
import { digestsIn, endDigest } from '../digest/records.ts';
import { saveFinding } from '../releases/records.ts';
import { deliver } from './deliver.ts';

function fill(context: TestContext, count: number, date = '2026-11-22'): void {
  for (let index = 1; index <= count; index += 1) {
    saveFinding(
      context.database,
      finding({ title: `作品${index}号${date}`, externalId: `${date}/${index}`, date }),
      NOW,
    );
  }
}

const notified = (context: TestContext, value: number): number =>
  Number(context.database.prepare('SELECT count(*) AS n FROM releases WHERE notified = ?').get(value)?.['n']);

test('A7: everything that waits is delivered now, once', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 12);
  const first = await deliver(context);
  assert.equal(first.outcome, 'success');
  assert.equal(toban.accepted.length, 1);
  assert.equal(toban.accepted[0]?.title, '[アニメ・マンガ情報] 2026年11月21日 アニメ12件');
  assert.deepEqual(toban.accepted[0]?.to, [{ channel: 'email', address: 'you@example.com' }]);
  assert.equal(notified(context, 1), 12);
  const second = await deliver(context);
  assert.deepEqual([second.outcome, second.summary, toban.posts], ['success', 'Nothing new.', 1]);
});

test('A7: --limit sends no more than that, and the rest waits', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 60);
  await deliver(context, { limit: 50 });
  assert.deepEqual([notified(context, 1), notified(context, 0)], [50, 10]);
});

test('A7: a dry run says what would be sent and changes nothing', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 150);
  const before = context.database.serialize();
  const ending = await deliver(context, { dryRun: true });
  assert.deepEqual(ending.figures, { mails: 2, releases: 150, pending: 150 });
  assert.equal(toban.posts, 0);
  assert.ok(Buffer.from(before).equals(Buffer.from(context.database.serialize())));
  assert.match(context.lines[0]?.msg ?? '', /would send: \[アニメ・マンガ情報\] 2026年11月21日 \(1\/2\) アニメ75件/);
});

test('A8: a day, or a range of days, is delivered and nothing else', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  for (const date of ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22']) fill(context, 3, date);
  await deliver(context, { since: '2026-11-20', until: '2026-11-20' });
  assert.equal(notified(context, 1), 3);
  await deliver(context, { since: '2026-11-20', until: '2026-11-21' });
  assert.equal(notified(context, 1), 6);
  assert.doesNotMatch(toban.accepted.map(({ body }) => body).join(), /11月19日|11月22日/);
});

for (const [count, sizes] of [
  [99, [99]],
  [100, [50, 50]],
  [199, [100, 99]],
  [200, [67, 67, 66]],
] as const) {
  test(`A25: ${count} releases make ${sizes.length} mails`, async () => {
    await using toban = await startToban();
    const context = testContext({ variables: toban.variables });
    fill(context, count);
    await deliver(context);
    assert.deepEqual(
      toban.accepted.map(({ body }) => body.match(/^・/gm)?.length),
      sizes,
    );
    assert.equal(new Set(toban.accepted.map(({ key }) => key)).size, sizes.length);
  });
}

test('A25: by schedule, 250 releases are spread over the three slots of the day', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 250);
  for (const slot of [8, 8, 12, 20, 20]) await deliver(context, { slot });
  assert.deepEqual(
    toban.accepted.map(({ title }) => title),
    [1, 2, 3].map((part) => `[アニメ・マンガ情報] 2026年11月21日 (${part}/3) アニメ${part === 1 ? 84 : 83}件`),
  );
});

test('A25: a run that dies between sending and noting it sends again under the same key', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 5);
  toban.trouble = 'accept-then-cut';
  assert.equal((await deliver(context)).outcome, 'failure');
  assert.equal(notified(context, 0), 5);
  toban.trouble = undefined;
  fill(context, 2, '2026-11-23');
  assert.equal((await deliver(context)).outcome, 'success');
  assert.deepEqual(
    toban.accepted.map(({ body }) => body.match(/^・/gm)?.length),
    [5, 2],
  );
  assert.equal(notified(context, 1), 7);
});

test('A20: an emergency stop holds the digest, and it goes once when the stop is cleared', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 120);
  toban.trouble = { status: 409, code: 'emergency.active' };
  assert.equal((await deliver(context)).outcome, 'blocked');
  assert.equal(toban.posts, 1);
  toban.trouble = undefined;
  assert.equal((await deliver(context)).outcome, 'success');
  assert.equal(toban.accepted.length, 2);
});

test('A25: words that Toban refuses for good leave their releases waiting', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 5);
  toban.trouble = { status: 422, code: 'message.invalid' };
  assert.equal((await deliver(context)).outcome, 'failure');
  toban.trouble = undefined;
  await deliver(context);
  assert.equal(notified(context, 1), 5);
});

test('A25: a dead delivery makes its releases failed, and a retry that arrives mends them', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 5);
  toban.state = 'dead';
  assert.equal((await deliver(context)).outcome, 'failure');
  assert.equal(notified(context, 2), 5);
  assert.equal((await deliver(context)).summary, 'Nothing new.');
  toban.state = 'delivered';
  assert.ok(context.client);
  await followDigests(context, context.client);
  assert.equal(notified(context, 1), 5);
});

test('A25: a delivery that takes its time is left to the serving process', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 5);
  toban.state = 'sending';
  const ending = await deliver(context);
  assert.deepEqual([ending.outcome, ending.figures['underWay'], notified(context, 0)], ['success', 1, 5]);
  assert.equal((await deliver(context)).figures['mails'], 0);
});

test('A25: an end that the serving process noted first is seen', async () => {
  await using toban = await startToban();
  const context = testContext({ variables: toban.variables });
  fill(context, 5);
  toban.state = 'sending';
  const delivering = deliver(context);
  while (digestsIn(context.database, 'accepted').length === 0) await new Promise((resolve) => setImmediate(resolve));
  for (const { id } of digestsIn(context.database, 'accepted')) endDigest(context.database, id, 'delivered', NOW);
  assert.equal((await delivering).figures['delivered'], 1);
});

test('A25: a database restored to before the mail sends the same news under the same key', async () => {
  await using toban = await startToban();
  const [first, restored] = [1, 2].map(() => testContext({ variables: toban.variables }));
  for (const context of [first, restored]) {
    if (context) fill(context, 5);
    if (context) await deliver(context);
  }
  assert.deepEqual([toban.posts, toban.accepted.length], [2, 1]);
});
