/** What a mail server can do wrong: refuse, stammer, hang up, fall silent. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FaultInput, type Sandbox, startSandbox } from '@toban/sandbox';
import { compareLedgers, reportedBy, untilAllEnded } from '#test/ledgers.ts';
import { accept, environmentFor, MAILER, numbered, titlesAt, until } from '#test/mails.ts';
import { openProgram, type Program } from '#test/program.ts';

async function withMailer(
  environment: Record<string, string>,
  work: (toban: Program, sandbox: Sandbox) => Promise<void>,
): Promise<void> {
  await using sandbox = await startSandbox({});
  await using toban = await openProgram({
    config: MAILER,
    environment: { ...environmentFor(sandbox), ...environment },
  });
  await toban.start();
  await work(toban, sandbox);
}

test('a wrong password keeps every mail, says where it is set, and once it is right all go', { timeout: 120_000 }, () =>
  withMailer({ SMTP_PASSWORD: 'wrong' }, async (toban, sandbox) => {
    const accepted = await accept(toban, numbered(30));
    const { channels } = await until(
      async () => {
        const status = await toban.json('delivery', 'status', 'mailer');
        return status.channels[0].state === 'open' && status.deliveries.waiting.ready === 30 && status;
      },
      10_000,
      'the channel is closed and all mails wait',
    );
    assert.match(channels[0].hint, /toban secrets set SMTP_PASSWORD|SMTP_PASSWORD/);
    const { concerns } = await toban.json('overview', 'show');
    const critical = concerns.find(
      ({ level, service }: { level: string; service?: string }) => level === 'critical' && service === 'mailer',
    );
    assert.match(critical?.hint ?? '', /SMTP_PASSWORD/);
    assert.ok(
      (await reportedBy(toban, 'mailer')).every(({ state }) => state === 'ready'),
      'nothing is given up',
    );

    await toban.stop();
    await toban.start({ SMTP_PASSWORD: 'sandbox' });
    const reported = await untilAllEnded(toban, 'mailer', 60_000);
    compareLedgers(accepted, titlesAt(sandbox), reported, 0);
    assert.ok(reported.every(({ state }) => state === 'accepted'));
    assert.equal((await toban.json('delivery', 'status', 'mailer')).channels[0].state, 'ok');
  }),
);

const PASSING: [string, FaultInput, { mostDuplicates: number }][] = [
  ['garbage instead of answers', { provider: 'smtp', kind: 'garbage', times: 5 }, { mostDuplicates: 0 }],
  [
    'garbage instead of a greeting',
    { provider: 'smtp', kind: 'garbage', at: 'connect', times: 3 },
    { mostDuplicates: 0 },
  ],
  ['"later" (451) at the message', { provider: 'smtp', kind: 'status', status: 451, times: 8 }, { mostDuplicates: 0 }],
  [
    '"later" (421) at the sender',
    { provider: 'smtp', kind: 'status', status: 421, at: 'mail', times: 8 },
    { mostDuplicates: 0 },
  ],
  ['a connection cut before the answer', { provider: 'smtp', kind: 'cut', times: 5 }, { mostDuplicates: 0 }],
  [
    'a connection cut after the final dot',
    { provider: 'smtp', kind: 'after-accept-cut', times: 5 },
    { mostDuplicates: 5 },
  ],
];

for (const [name, fault, { mostDuplicates }] of PASSING) {
  test(`${name}: every mail goes out, and once unless the answer was lost`, { timeout: 120_000 }, () =>
    withMailer({}, async (toban, sandbox) => {
      sandbox.addFault(fault);
      const accepted = await accept(toban, numbered(30));
      const reported = await untilAllEnded(toban, 'mailer', 60_000);
      const { duplicates } = compareLedgers(accepted, titlesAt(sandbox), reported, mostDuplicates);
      assert.equal(duplicates, mostDuplicates);
      assert.ok(reported.every(({ state }) => state === 'accepted'));
      for (const [title, times] of Map.groupBy(sandbox.messages(), ({ subject }) => subject)) {
        assert.equal(new Set(times.map(({ key }) => key)).size, 1, `${title} kept its Message-ID`);
      }
    }),
  );
}

test('one address that is refused spoils none of the others', { timeout: 60_000 }, () =>
  withMailer({}, async (toban, sandbox) => {
    const to = ['a@example.com', 'bounce-1@example.com', 'b@example.com', 'full@example.com', 'c@example.com'];
    await accept(toban, [{ title: 'to many', to }]);
    const reported = await untilAllEnded(toban, 'mailer', 30_000);
    assert.deepEqual(reported.map(({ state }) => state).toSorted(), [
      'accepted',
      'accepted',
      'accepted',
      'dead',
      'dead',
    ]);
    assert.deepEqual(
      sandbox
        .messages()
        .map((mail) => mail.to)
        .toSorted(),
      ['a@example.com', 'b@example.com', 'c@example.com'],
    );
  }),
);

test("a server that falls silent for one service does not delay another one's mails", { timeout: 60_000 }, () =>
  withMailer({ TOBAN_PROVIDER_DEADLINE: '2s' }, async (toban, sandbox) => {
    const silence = sandbox.addFault({ provider: 'smtp', kind: 'hang', match: { from: 'mailer@' } });
    const stuck = await accept(toban, numbered(20, 'stuck'));
    await until(() => sandbox.faults()[0]?.used, 5000, 'the server has fallen silent');
    const asked = Date.now();
    const quick = await accept(
      toban,
      numbered(20, 'quick').map((mail) => ({ ...mail, service: 'courier' })),
    );
    const reported = await untilAllEnded(toban, 'courier', 10_000);
    assert.ok(Date.now() - asked < 3000, `the other service waited ${Date.now() - asked} ms`);
    compareLedgers(quick, titlesAt(sandbox), reported, 0);
    sandbox.removeFault(silence.id);
    const later = await untilAllEnded(toban, 'mailer', 45_000);
    compareLedgers(
      stuck,
      titlesAt(sandbox).filter((title) => title.startsWith('stuck')),
      later,
      0,
    );
  }),
);
