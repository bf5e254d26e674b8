/** Several nodes on one PostgreSQL database, of which one freezes past its lease, or dies. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '@toban/sandbox';
import { compareLedgers, type Reported, reportedBy, untilAllEnded } from '#test/ledgers.ts';
import { accept, AT_ONCE, environmentFor, FULL, keepSending, MAILER, numbered, titlesAt, until } from '#test/mails.ts';
import { onPostgres } from '#test/postgres.ts';
import { openProgram, type Program } from '#test/program.ts';

const ROUNDS = FULL ? 20 : 2;

type Nodes = { a: Program; b: Program; sandbox: Sandbox };

onPostgres((database) => {
  async function twoNodes(environment: Record<string, string>, play: (nodes: Nodes) => Promise<void>): Promise<void> {
    await using sandbox = await startSandbox({});
    const shared = {
      ...environmentFor(sandbox),
      DATABASE_URL: await database(),
      TOBAN_LEASE: '1s',
      ...environment,
    };
    await using a = await openProgram({ config: MAILER, environment: { ...shared, TOBAN_NODE: 'a' } });
    await using b = await openProgram({ config: MAILER, environment: { ...shared, TOBAN_NODE: 'b' } });
    await a.start();
    await b.start();
    await play({ a, b, sandbox });
  }

  const endsOf = (reported: Reported[]): string[] => reported.map(({ id, state }) => `${id} ${state}`).toSorted();

  test('a node that wakes after its lease has run out completes nothing a second time', { timeout: 180_000 }, () =>
    twoNodes({}, async ({ a, b, sandbox }) => {
      // The mail has arrived, its answer has not: what the frozen node holds then is in doubt.
      sandbox.addFault({ provider: 'smtp', kind: 'after-accept-delay', delayMs: 300 });
      const accepted = await accept(a, numbered(60));
      await until(() => sandbox.messages().length > 8, 20_000, 'mails are under way');
      a.freeze();
      const reported = await untilAllEnded(b, 'mailer', 60_000);
      const ends = endsOf(reported);
      const received = sandbox.messages().length;
      a.wake();
      await sleep(3000);
      assert.deepEqual(endsOf(await reportedBy(b, 'mailer')), ends, 'the late answers change nothing');
      const { duplicates } = compareLedgers(accepted, titlesAt(sandbox), await reportedBy(a, 'mailer'), AT_ONCE);
      assert.ok(duplicates >= 1, 'something was in doubt when it froze');
      assert.ok(sandbox.messages().length - received <= AT_ONCE, 'what it was about to send, at most');
      for (const { id, title } of reported) {
        const { attemptsMade } = (await (await b.api(`/api/queries/delivery.show?delivery=${id}`)).json()) as {
          attemptsMade: { outcome: string }[];
        };
        assert.equal(
          attemptsMade.filter(({ outcome }) => outcome === 'accepted').length,
          1,
          `${title} was completed once`,
        );
      }
    }),
  );

  test(
    'a node that freezes at any moment, even inside a transaction, does not hold up the other one',
    { timeout: 600_000 },
    () =>
      twoNodes({}, async ({ a, b, sandbox }) => {
        await using load = keepSending([b], { clients: 3, pauseMs: 40 });
        for (let round = 0; round < ROUNDS; round++) {
          await sleep(300 + Math.random() * 300);
          a.freeze();
          const already = load.accepted.length;
          await until(() => load.accepted.length > already + 5, 15_000, 'the other node goes on accepting');
          const stop = await b.json('emergency', 'stop', 'courier', '--reason', 'a drill');
          assert.equal(stop.outcome, 'succeeded', JSON.stringify(stop));
          assert.equal((await b.cli('emergency', 'clear', 'courier', '--yes')).code, 0);
          a.wake();
        }
        await load.stop();
        const reported = await untilAllEnded(b, 'mailer', 90_000);
        compareLedgers(load.accepted, titlesAt(sandbox), reported, ROUNDS * AT_ONCE);
      }),
  );

  test('F8: of two nodes under load one is killed, again and again, and nothing is lost', { timeout: 600_000 }, () =>
    twoNodes({}, async ({ a, b, sandbox }) => {
      await using load = keepSending([a, b], { clients: 3, pauseMs: 30 });
      for (let round = 0; round < ROUNDS * 2; round++) {
        const victim = round % 2 === 0 ? a : b;
        await sleep(200 + Math.random() * 600);
        await victim.kill();
        await sleep(Math.random() * 1500);
        await victim.start();
      }
      await load.stop();
      const reported = await untilAllEnded(b, 'mailer', 90_000);
      compareLedgers(load.accepted, titlesAt(sandbox), reported, ROUNDS * 2 * AT_ONCE);
    }),
  );
});
