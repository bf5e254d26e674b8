/** The server is told to end, and started again, while messages go in and mails go out. `TOBAN_FAULTS=full`: 100 times. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '@toban/sandbox';
import { compareLedgers, untilAllEnded } from '#test/ledgers.ts';
import { accept, environmentFor, FULL, keepSending, MAILER, titlesAt } from '#test/mails.ts';
import { openProgram } from '#test/program.ts';

const RESTARTS = FULL ? 100 : 6;
/** What systemd, Docker and Kubernetes are told to wait before they kill. */
const GRACE_MS = 10_000;

test(
  'told to end under load, it ends with 0 in time, and nothing is lost or sent twice',
  { timeout: 1_200_000 },
  async () => {
    await using sandbox = await startSandbox({});
    // Each mail takes a while, so that there always are some under way.
    sandbox.addFault({ provider: 'smtp', kind: 'after-accept-delay', delayMs: 100 });
    await using toban = await openProgram({ config: MAILER, environment: environmentFor(sandbox) });
    await using load = keepSending([toban], { clients: 3, pauseMs: 60 });
    for (let restart = 0; restart < RESTARTS; restart++) {
      await toban.start();
      await sleep(100 + Math.random() * 700);
      const asked = performance.now();
      assert.equal(await toban.stop(), 0, toban.output());
      assert.ok(performance.now() - asked < GRACE_MS, `it took ${performance.now() - asked} ms to end`);
    }
    await load.stop();
    await toban.start();
    const reported = await untilAllEnded(toban, 'mailer', 120_000);
    compareLedgers(load.accepted, titlesAt(sandbox), reported, 0);
    assert.ok(load.accepted.length > RESTARTS, 'there was load');
    assert.deepEqual(
      reported.filter(({ possibleDuplicate }) => possibleDuplicate),
      [],
      'nothing was in doubt',
    );
  },
);

test(
  'told to end while the provider hangs, it ends in time, and says that the mail may come twice',
  { timeout: 120_000 },
  async () => {
    await using sandbox = await startSandbox({});
    const fault = sandbox.addFault({ provider: 'smtp', kind: 'hang', match: { subject: 'stuck' } });
    await using toban = await openProgram({ config: MAILER, environment: environmentFor(sandbox) });
    await toban.start();
    const accepted = await accept(toban, [{ title: 'stuck' }, { title: 'free' }]);
    await sleep(700);
    const asked = performance.now();
    assert.equal(await toban.stop(), 0, toban.output());
    assert.ok(performance.now() - asked < GRACE_MS, `it took ${performance.now() - asked} ms to end`);
    sandbox.removeFault(fault.id);
    await toban.start();
    const reported = await untilAllEnded(toban, 'mailer', 30_000);
    compareLedgers(accepted, titlesAt(sandbox), reported, 0);
    assert.equal(reported.find(({ title }) => title === 'stuck')?.possibleDuplicate, true);
  },
);
