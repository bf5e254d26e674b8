import assert from 'node:assert/strict';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { createTransport } from 'nodemailer';
import { startSandbox } from '../index.ts';
import type { Sandbox } from '../index.ts';

type MailError = Error & { responseCode?: number; code?: string };

describe('the SMTP stand-in', () => {
  let sandbox: Sandbox;
  let ledgerPath: string;
  const letter = {
    from: 'toban@example.jp',
    to: 'owner@example.jp',
    subject: '[アニメ] 第3話',
    text: 'こんにちは',
    html: '<p>こんにちは</p>',
  };
  const transport = (auth?: { user: string; pass: string }) =>
    createTransport({
      host: '127.0.0.1',
      port: sandbox.smtpPort,
      tls: { rejectUnauthorized: false },
      ...(auth && { auth }),
    });
  const refusal = (code: number) => (error: MailError) => error.responseCode === code;

  before(async () => {
    ledgerPath = join(await mkdtemp(join(tmpdir(), 'sandbox-')), 'ledger.ndjson');
    sandbox = await startSandbox({ ledgerPath });
  });
  beforeEach(() => {
    sandbox.clearFaults();
    sandbox.clearMessages();
  });
  after(() => sandbox.close());

  test('a mail over STARTTLS with a password arrives whole', async () => {
    const client = transport({ user: 'toban', pass: 'sandbox' });
    const sent = await client.sendMail({ ...letter, messageId: '<delivery-1@toban>' });
    const [message] = sandbox.messages();
    assert.match(sent.response, /^250 2\.0\.0 OK: queued as m/);
    assert.equal(message?.to, 'owner@example.jp');
    assert.equal(message?.subject, letter.subject);
    assert.equal(message?.text?.trim(), letter.text);
    assert.match(message?.html ?? '', /<p>こんにちは<\/p>/);
    assert.equal(message?.key, '<delivery-1@toban>');
    assert.match(message?.at ?? '', /^\d{4}-\d\d-\d\dT.*Z$/);
  });

  test('a mail without signing in is taken unless the sandbox asks for it', async () => {
    await transport().sendMail(letter);
    assert.equal(sandbox.messages().length, 1);
    await using strict = await startSandbox({ requireAuth: true });
    const client = createTransport({ host: '127.0.0.1', port: strict.smtpPort, tls: { rejectUnauthorized: false } });
    await assert.rejects(client.sendMail(letter), refusal(530));
  });

  test('a wrong password is 535', async () => {
    await assert.rejects(transport({ user: 'toban', pass: 'wrong' }).sendMail(letter), refusal(535));
  });

  test('one refused recipient spoils nobody', async () => {
    const sent = await transport().sendMail({
      ...letter,
      to: ['a@example.jp', 'bounce-1@example.jp', 'full@example.jp', 'b@example.jp'],
    });
    assert.deepEqual(sent.rejected, ['bounce-1@example.jp', 'full@example.jp']);
    assert.deepEqual(
      sent.rejectedErrors?.map((error: MailError) => error.responseCode),
      [550, 552],
    );
    assert.deepEqual(
      sandbox.messages().map(({ to }) => to),
      ['a@example.jp', 'b@example.jp'],
    );
  });

  test('greylisting refuses once and then takes the mail', async () => {
    const grey = { ...letter, to: 'greylist@example.jp' };
    await assert.rejects(transport().sendMail(grey), refusal(451));
    await transport().sendMail(grey);
    assert.equal(sandbox.messages({ to: 'greylist' }).length, 1);
  });

  for (const at of ['mail', 'rcpt', 'data'] as const) {
    test(`a fault at ${at} answers with its code, and only as often as asked`, async () => {
      sandbox.addFault({ provider: 'smtp', kind: 'status', at, status: 451, message: '4.3.2 Try later', times: 1 });
      await assert.rejects(transport().sendMail(letter), refusal(451));
      await transport().sendMail(letter);
      assert.equal(sandbox.messages().length, 1);
    });
  }

  test('a fault on one recipient leaves the others alone', async () => {
    sandbox.addFault({ provider: 'smtp', kind: 'status', status: 550, match: { to: 'gone@' } });
    const sent = await transport().sendMail({ ...letter, to: ['gone@example.jp', 'here@example.jp'] });
    assert.deepEqual(sent.rejected, ['gone@example.jp']);
  });

  test('a cut before the answer loses the mail, a cut after acceptance does not', async () => {
    sandbox.addFault({ provider: 'smtp', kind: 'cut', times: 1 });
    await assert.rejects(transport().sendMail(letter));
    assert.equal(sandbox.messages().length, 0);
    sandbox.addFault({ provider: 'smtp', kind: 'after-accept-cut', match: { subject: '第3話' }, times: 1 });
    await assert.rejects(transport().sendMail({ ...letter, messageId: '<lost-answer@toban>' }));
    assert.equal(sandbox.messages()[0]?.key, '<lost-answer@toban>');
    const ledger = (await readFile(ledgerPath, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string });
    assert.equal(ledger.filter(({ key }) => key === '<lost-answer@toban>').length, 1);
  });

  test('a delay longer than the client waits leaves nothing behind once it hangs up', async () => {
    sandbox.addFault({ provider: 'smtp', kind: 'delay', delayMs: 300, times: 1 });
    const hasty = createTransport({
      host: '127.0.0.1',
      port: sandbox.smtpPort,
      socketTimeout: 100,
      tls: { rejectUnauthorized: false },
    });
    await assert.rejects(hasty.sendMail(letter));
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(sandbox.messages().length, 0);
  });

  test('a refused sign-in, a hang and garbage can be asked for', async () => {
    sandbox.addFault({ provider: 'smtp', kind: 'auth', times: 1 });
    await assert.rejects(transport({ user: 'toban', pass: 'sandbox' }).sendMail(letter), refusal(535));
    sandbox.addFault({ provider: 'smtp', kind: 'garbage', times: 1 });
    await assert.rejects(transport().sendMail(letter));
    assert.equal(sandbox.messages().length, 0);
  });
});
