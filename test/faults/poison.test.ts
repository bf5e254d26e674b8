/** A mail that ends the process each time it is sent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '@toban/sandbox';
import { compareLedgers, untilAllEnded } from '#test/ledgers.ts';
import { accept, AT_ONCE, environmentFor, MAILER, numbered, titlesAt } from '#test/mails.ts';
import { openProgram } from '#test/program.ts';

/** As the manual of the fixture has it for its category "fragile". */
const ATTEMPTS = 3;

test(
  'a mail that ends the process each time is given up after its attempts, and all the others go',
  { timeout: 180_000 },
  async () => {
    await using sandbox = await startSandbox({});
    const poison = sandbox.addFault({ provider: 'smtp', kind: 'hang', match: { subject: 'poison' } });
    await using toban = await openProgram({
      config: MAILER,
      environment: { ...environmentFor(sandbox), TOBAN_LEASE: '2s' },
    });
    await toban.start();
    const before = await accept(toban, numbered(60, 'before'));
    await accept(toban, [{ title: 'poison', category: 'fragile' }]);
    const after = await accept(toban, numbered(60, 'after'));

    let deaths = 0;
    const ended = new AbortController();
    const killer = (async () => {
      while (!ended.signal.aborted) {
        if ((sandbox.faults().find(({ id }) => id === poison.id)?.used ?? 0) > deaths) {
          deaths += 1;
          await toban.kill();
          await toban.start();
        }
        await sleep(5);
      }
    })();
    const reported = await untilEnded();
    ended.abort();
    await killer;

    assert.equal(deaths, ATTEMPTS);
    const one = reported.find(({ title }) => title === 'poison');
    assert.deepEqual([one?.state, one?.possibleDuplicate], ['dead', true]);
    compareLedgers([...before, ...after], titlesAt(sandbox), reported, deaths * AT_ONCE);
    assert.ok(reported.every(({ state, title }) => state === 'accepted' || title === 'poison'));
    const { attemptsMade, error } = await toban.json('delivery', 'show', one?.id ?? '');
    assert.equal(attemptsMade.length, ATTEMPTS);
    assert.match(error.detail, /ended during the call/);
    assert.match(error.hint, /toban delivery retry/);

    /** The server is away now and then while it is asked. */
    async function untilEnded(): ReturnType<typeof untilAllEnded> {
      for (const deadline = Date.now() + 120_000; ;) {
        try {
          return await untilAllEnded(toban, 'mailer', 120_000);
        } catch (thrown) {
          if (!(thrown instanceof TypeError) || Date.now() > deadline) throw thrown;
          await sleep(100);
        }
      }
    }
  },
);
