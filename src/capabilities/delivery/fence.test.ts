import assert from 'node:assert/strict';
import { test } from 'node:test';
import { movedClock } from '#test/clock.ts';
import { onBothStores, type TestToban } from '#test/toban.ts';
import { begin, claim } from './claim.ts';
import { settleChannelFailure, settleOutcomes } from './complete.ts';
import { ChannelError } from './channel.ts';
import { openingOf } from './breaker.ts';
import { recoverAbandoned } from './recover.ts';
import { capabilities, digest, environment, firstOf, mailer, post, postLines, shown } from './mailer.fixture.ts';

const lane = { service: 'mailer', channel: 'email' };
const accepted = [{ kind: 'accepted' as const }];
const nobody = { inFlight: new Set<string>(), formerLife: false };

onBothStores((open) => {
  const opened = async () => {
    const clock = movedClock();
    const toban = await open({ capabilities, services: [mailer({ smtpPort: 1 })], environment, clock });
    return Object.assign(toban, { clock });
  };
  const claimOne = async ({ toban }: TestToban, owner: string) => (await claim(toban, owner, lane, 1))[0];

  test('two who claim at once get different deliveries', async () => {
    await using it = await opened();
    await postLines(
      it,
      Array.from({ length: 20 }, (_, index) => digest({ key: `${index}` })),
    );
    const claims = await Promise.all(Array.from({ length: 5 }, (_, index) => claim(it.toban, `w${index}`, lane, 6)));
    const ids = claims.flat().map(({ delivery }) => delivery.id);
    assert.equal(ids.length, 20);
    assert.equal(new Set(ids).size, 20);
  });

  test('a worker that wakes while its delivery is being taken up keeps it, and nobody else sends it', async () => {
    await using it = await opened();
    const id = firstOf(await post(it, digest()));
    const frozen = await claimOne(it, 'frozen');
    assert.ok(frozen);
    await it.clock.advance(31_000);
    // It wakes after the other has seen that its lease has run out, and before the other has taken the delivery.
    let held: number | undefined;
    const store: typeof it.toban.store = {
      ...it.toban.store,
      commit: async (work) => {
        held ??= (await begin(it.toban, [frozen])).held.length;
        return it.toban.store.commit(work);
      },
    };
    await recoverAbandoned({ ...it.toban, store }, { owner: 'other', ...nobody });
    assert.equal(held, 1, 'it goes on to send');
    assert.equal((await shown(it, id)).state, 'sending');
    assert.equal(await claimOne(it, 'other'), undefined);
    await settleOutcomes(it.toban, [frozen.delivery], accepted);
    assert.deepEqual([(await shown(it, id)).state, (await shown(it, id)).possibleDuplicate], ['accepted', false]);
  });

  test('a worker that was frozen past its lease completes nothing once its delivery is taken up again', async () => {
    await using it = await opened();
    const id = firstOf(await post(it, digest()));
    const frozen = await claimOne(it, 'frozen');
    assert.ok(frozen);
    assert.equal((await begin(it.toban, [frozen])).held.length, 1);
    await it.clock.advance(31_000);
    assert.equal(await recoverAbandoned(it.toban, { owner: 'other', ...nobody }), 1);
    await it.clock.advance(60_000);
    const second = await claimOne(it, 'other');
    assert.equal(second?.delivery.attempt, 2);

    await settleOutcomes(it.toban, [frozen.delivery], accepted);
    assert.equal((await shown(it, id)).state, 'sending');
    assert.equal((await begin(it.toban, [frozen])).held.length, 0);
    if (second) await settleOutcomes(it.toban, [second.delivery], accepted);
    const ended = await shown(it, id);
    assert.equal(ended.state, 'accepted');
    assert.equal(ended.possibleDuplicate, true);
    assert.deepEqual(
      ended.attemptsMade.map(({ outcome }) => outcome),
      ['unknown', 'accepted'],
    );
  });

  test('what ended between the claim and the call waits again, uncounted and no possible duplicate', async () => {
    await using it = await opened();
    const id = firstOf(await post(it, digest({ category: 'hold' })));
    await claimOne(it, 'gone');
    await it.clock.advance(31_000);
    await recoverAbandoned(it.toban, { owner: 'other', ...nobody });
    const now = await shown(it, id);
    assert.deepEqual([now.state, now.possibleDuplicate, now.attemptsMade[0]?.outcome], ['ready', false, 'interrupted']);
  });

  test('what ends the process each time ends as dead, or waits for a person', async () => {
    await using it = await opened();
    const poison = firstOf(await post(it, digest({ category: 'quick' })));
    for (let life = 1; life <= 2; life++) {
      const taken = await claimOne(it, `life ${life}`);
      assert.ok(taken);
      await begin(it.toban, [taken]);
      await it.clock.advance(31_000);
      await recoverAbandoned(it.toban, { owner: 'next', ...nobody });
      await it.clock.advance(60_000);
    }
    assert.equal((await shown(it, poison)).state, 'dead');
    const held = firstOf(await post(it, digest({ category: 'hold' })));
    const taken = await claimOne(it, 'life 3');
    assert.ok(taken);
    await begin(it.toban, [taken]);
    await it.clock.advance(31_000);
    await recoverAbandoned(it.toban, { owner: 'next', ...nobody });
    assert.equal((await shown(it, held)).state, 'unknown');
  });

  test('a pause that comes after the claim holds the send', async () => {
    await using it = await opened();
    await post(it, digest());
    const taken = await claimOne(it, 'w');
    await it.act('delivery.pause', { service: 'mailer', reason: 'checking' });
    assert.ok(taken);
    assert.deepEqual(await begin(it.toban, [taken]), { held: [taken], paused: true });
  });

  test('credentials that are refused close the channel, count nothing and let one through later', async () => {
    await using it = await opened();
    const ids = (await postLines(it, [digest({ category: 'quick' }), digest({ category: 'quick', title: '2' })])).map(
      firstOf,
    );
    const refusal = new ChannelError('credentials', '535 no', {
      code: 'smtp.535',
      hint: 'toban secrets set SMTP_PASSWORD',
    });
    for (let round = 0; round < 4; round++) {
      const opening = await openingOf(it.toban, lane, 5);
      assert.equal(opening.limit, round === 0 ? 5 : 1);
      const claimed = await claim(it.toban, 'w', lane, opening.limit);
      const begunAt = it.clock.now();
      await it.clock.advance(10);
      for (const { delivery } of claimed) await settleChannelFailure(it.toban, [delivery], refusal, begunAt);
      const closed = await openingOf(it.toban, lane, 5);
      assert.equal(closed.limit, 0);
      assert.equal(closed.retryInMs, 30_000 * 2 ** round);
      await it.clock.advance(closed.retryInMs);
    }
    for (const id of ids) assert.equal((await shown(it, id)).state, 'ready');
    const { channels } = await it.ask('delivery.status', { service: 'mailer' });
    assert.deepEqual([channels[0].state, channels[0].hint], ['open', 'toban secrets set SMTP_PASSWORD']);

    const opening = await openingOf(it.toban, lane, 5);
    const [probe] = await claim(it.toban, 'w', lane, opening.limit);
    assert.ok(probe);
    assert.equal((await openingOf(it.toban, lane, 5)).limit, 0);
    await settleOutcomes(it.toban, [probe.delivery], accepted);
    assert.equal((await openingOf(it.toban, lane, 5)).limit, 5);
  });

  test('a channel that asks for a pause gets it', async () => {
    await using it = await opened();
    await post(it, digest());
    const taken = await claimOne(it, 'w');
    assert.ok(taken);
    await settleChannelFailure(
      it.toban,
      [taken.delivery],
      new ChannelError('throttled', '429', { code: 'gmail.429', retryAfterMs: 77_000 }),
      it.clock.now(),
    );
    assert.equal((await openingOf(it.toban, lane, 1)).retryInMs, 77_000);
  });
});
