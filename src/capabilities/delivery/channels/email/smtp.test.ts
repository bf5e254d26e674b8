import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultInput } from '@toban/sandbox';
import { selfSignedCertificate, startSandbox } from '@toban/sandbox';
import { openTestToban, type TestToban } from '#test/toban.ts';
import { SMTPServer } from 'smtp-server';
import { ChannelError, type DeliveryOutcome, type Outgoing } from '../../channel.ts';
import { email } from './index.ts';

const mail: Outgoing = {
  id: 'd_01',
  attempt: 1,
  address: 'owner@example.test',
  title: '【新着】第3話 配信のお知らせ — とても長い題名でも一つの見出しとして正しく届くこと',
  body: 'こんにちは\n.\n..dots\n',
  html: null,
  data: null,
  link: null,
  createdAt: Date.parse('2026-11-21T00:00:00Z'),
};

type Smtp = Record<string, unknown>;

async function send(
  toban: TestToban,
  smtp: Smtp,
  more: Partial<Outgoing> = {},
  deadlineMs = 2000,
): Promise<DeliveryOutcome> {
  const kept: AsyncDisposable[] = [];
  const { http, secrets } = toban.toban;
  const signal = AbortSignal.timeout(deadlineMs);
  const context = {
    service: 'mailer',
    channel: 'email',
    options: email.options.parse({ from: 'Toban <toban@example.test>', smtp: { host: '127.0.0.1', ...smtp } }),
    http,
    secrets,
    deadlineMs,
    signal,
    now: () => Date.now(),
    permit: async () => {},
    keep: <T extends AsyncDisposable>(make: () => T): T => {
      const made = make();
      kept.push(made);
      return made;
    },
  };
  try {
    const [outcome] = await email.send([{ ...mail, ...more }], context);
    assert.ok(outcome);
    return outcome;
  } finally {
    for (const thing of kept) await thing[Symbol.asyncDispose]();
  }
}

const open = () => openTestToban({ capabilities: [], environment: { SMTP_PASSWORD: 'sandbox', WRONG_PASSWORD: 'no' } });
const failure = async (sending: Promise<DeliveryOutcome>): Promise<ChannelError> => {
  const thrown = await sending.then(
    (outcome) => assert.fail(JSON.stringify(outcome)),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof ChannelError, String(thrown));
  return thrown;
};

test('A24: Japanese, dots and line ends arrive as they were', async () => {
  await using sandbox = await startSandbox();
  await using toban = await open();
  assert.equal((await send(toban, { port: sandbox.smtpPort })).kind, 'accepted');
  const [got] = sandbox.messages();
  assert.equal(got?.subject, mail.title);
  assert.equal(got?.text?.replaceAll('\r\n', '\n').trimEnd(), mail.body.trimEnd());
});

const cases: { fault: Omit<FaultInput, 'provider'>; outcome: Partial<DeliveryOutcome>; arrived?: number }[] = [
  {
    fault: { kind: 'status', at: 'rcpt', status: 550, message: '5.1.1 No such user' },
    outcome: { kind: 'gone', code: 'smtp.550' },
  },
  {
    fault: { kind: 'status', at: 'rcpt', status: 550, message: '5.7.1 Relaying denied' },
    outcome: { kind: 'refused', code: 'smtp.550', retryable: true },
  },
  { fault: { kind: 'status', at: 'rcpt', status: 451 }, outcome: { kind: 'retry', code: 'smtp.451' } },
  { fault: { kind: 'status', at: 'mail', status: 452 }, outcome: { kind: 'retry', code: 'smtp.452' } },
  {
    fault: { kind: 'status', at: 'mail', status: 553 },
    outcome: { kind: 'refused', code: 'smtp.553', retryable: true },
  },
  {
    fault: { kind: 'status', at: 'data', status: 554 },
    outcome: { kind: 'refused', code: 'smtp.554', retryable: true },
  },
  { fault: { kind: 'status', at: 'data', status: 421 }, outcome: { kind: 'retry', code: 'smtp.421' } },
  { fault: { kind: 'cut', at: 'mail' }, outcome: { kind: 'retry' } },
  { fault: { kind: 'cut', at: 'data' }, outcome: { kind: 'unknown' } },
  { fault: { kind: 'hang', at: 'data' }, outcome: { kind: 'unknown' } },
  { fault: { kind: 'hang', at: 'rcpt' }, outcome: { kind: 'retry' } },
  { fault: { kind: 'half', at: 'data' }, outcome: { kind: 'unknown' } },
  { fault: { kind: 'garbage', at: 'data' }, outcome: { kind: 'unknown' } },
  { fault: { kind: 'after-accept-cut' }, outcome: { kind: 'unknown' }, arrived: 1 },
  { fault: { kind: 'after-accept-delay', delayMs: 10_000 }, outcome: { kind: 'unknown' }, arrived: 1 },
];
for (const { fault, outcome, arrived = 0 } of cases) {
  test(`SMTP ${fault.kind} at ${fault.at ?? 'the end'} ${fault.status ?? ''} ${fault.message ?? ''} is ${outcome.kind}`, async () => {
    await using sandbox = await startSandbox();
    await using toban = await open();
    sandbox.addFault({ provider: 'smtp', ...fault });
    const got = await send(toban, { port: sandbox.smtpPort });
    assert.deepEqual({ ...got, ...outcome }, got, JSON.stringify(got));
    assert.equal(sandbox.messages().length, arrived);
  });
}

const failures: { fault: Omit<FaultInput, 'provider'>; is: ChannelError['failure'] }[] = [
  { fault: { kind: 'auth' }, is: 'credentials' },
  { fault: { kind: 'auth', status: 534 }, is: 'credentials' },
  { fault: { kind: 'status', at: 'auth', status: 454 }, is: 'transient' },
  { fault: { kind: 'status', at: 'connect', status: 421 }, is: 'transient' },
  { fault: { kind: 'status', at: 'connect', status: 554 }, is: 'credentials' },
  { fault: { kind: 'cut', at: 'connect' }, is: 'transient' },
  { fault: { kind: 'cut', at: 'auth' }, is: 'transient' },
  { fault: { kind: 'hang', at: 'connect' }, is: 'transient' },
];
for (const { fault, is } of failures) {
  test(`SMTP ${fault.kind} at ${fault.at ?? 'sign-in'} ${fault.status ?? ''} is the channel's failure: ${is}`, async () => {
    await using sandbox = await startSandbox();
    await using toban = await open();
    sandbox.addFault({ provider: 'smtp', ...fault });
    const error = await failure(
      send(toban, { port: sandbox.smtpPort, user: 'toban', password: { secret: 'SMTP_PASSWORD' } }, {}, 1000),
    );
    assert.deepEqual([error.failure, error.sent], [is, false], error.message);
    assert.equal(sandbox.messages().length, 0);
  });
}

test('a server that cannot be reached is transient, a wrong password names its secret', async () => {
  await using sandbox = await startSandbox({ requireAuth: true });
  await using toban = await open();
  assert.equal((await failure(send(toban, { port: 1 }))).failure, 'transient');
  assert.equal((await failure(send(toban, { host: 'no-such-host.invalid', port: 25 }))).failure, 'transient');
  const error = await failure(
    send(toban, { port: sandbox.smtpPort, user: 'toban', password: { secret: 'WRONG_PASSWORD' } }),
  );
  assert.equal(error.failure, 'credentials');
  assert.match(error.hint ?? '', /toban secrets set WRONG_PASSWORD/);
});

test('TLS fails closed: no trust, no message; a server without STARTTLS gets nothing', async () => {
  await using sandbox = await startSandbox();
  await using toban = await open();
  const error = await failure(send(toban, { port: sandbox.smtpPort, secure: 'starttls' }));
  assert.equal(error.failure, 'credentials');
  const plain = new SMTPServer({ disabledCommands: ['STARTTLS'], authOptional: true, logger: false });
  const port = await new Promise<number>((resolve) => {
    const listener = plain.listen(0, '127.0.0.1', () => resolve((listener.address() as { port: number }).port));
  });
  try {
    assert.equal((await failure(send(toban, { port, secure: 'starttls' }))).sent, false);
  } finally {
    await new Promise<void>((resolve) => plain.close(resolve));
  }
  assert.equal(sandbox.messages().length, 0);
});

test('A24: with a certificate that is trusted, STARTTLS and a password go through', async () => {
  await using toban = await open();
  const certificate = selfSignedCertificate(new Date());
  const secure: boolean[] = [];
  const server = new SMTPServer({
    ...certificate,
    logger: false,
    onAuth: ({ username, password }, session, done) => (
      secure.push(session.secure),
      done(null, { user: `${username} ${password}` })
    ),
    onData: (stream, _session, done) => void stream.resume().on('end', () => done()),
  });
  const port = await new Promise<number>((resolve) => {
    const listener = server.listen(0, '127.0.0.1', () => resolve((listener.address() as { port: number }).port));
  });
  try {
    const smtp = {
      host: 'localhost',
      port,
      secure: 'starttls',
      ca: certificate.cert,
      user: 'toban',
      password: { secret: 'SMTP_PASSWORD' },
    };
    assert.equal((await send(toban, smtp)).kind, 'accepted');
    assert.deepEqual(secure, [true]);
  } finally {
    await new Promise<void>((resolve) => server.close(resolve));
  }
});

test('a password never goes out in the clear to another machine', () => {
  const smtp = { host: 'mail.example.test', port: 587, user: 'u', password: { secret: 'X' } };
  assert.equal(email.options.safeParse({ from: 'a@example.test', smtp: { ...smtp, secure: 'none' } }).success, false);
  assert.equal(email.options.safeParse({ from: 'a@example.test', smtp }).success, true);
  assert.equal(email.options.safeParse({ from: 'a@example.test' }).success, false);
});
