import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FaultInput, Sandbox } from '@toban/sandbox';
import { startSandbox } from '@toban/sandbox';
import { openTestToban } from '#test/toban.ts';
import { secret, use } from '#manual/references.ts';
import { email } from './index.ts';
import { capabilities, digest, firstOf, mailer, post, settled, shown, until } from '../../mailer.fixture.ts';

const environment = { GMAIL_SECRET: 'client-secret', GMAIL_TOKEN: 'sandbox-refresh', TOBAN_PROVIDER_DEADLINE: '1s' };

function gmail({ url }: Sandbox) {
  const options = { clientId: 'toban', clientSecret: secret('GMAIL_SECRET'), refreshToken: secret('GMAIL_TOKEN') };
  const channel = use('email', email, {
    from: 'Toban <toban@example.test>',
    gmail: { ...options, tokenUrl: `${url}/gmail/token`, apiUrl: `${url}/gmail` },
  });
  return mailer({ smtpPort: 1 }, { channels: [channel] });
}

const open = async (sandbox: Sandbox, more: Record<string, string> = {}) => {
  const toban = await openTestToban({
    capabilities,
    services: [gmail(sandbox)],
    environment: { ...environment, ...more },
  });
  toban.startWorkers();
  return toban;
};
const fault = (sandbox: Sandbox, one: Omit<FaultInput, 'provider'>) => sandbox.addFault({ provider: 'gmail', ...one });

test("A24: mail goes out by the Gmail API under the delivery's own Message-ID", async () => {
  await using sandbox = await startSandbox();
  await using toban = await open(sandbox);
  const id = firstOf(await post(toban, digest({ html: '<b>新着</b>' })));
  const ended = await settled(toban, id, 'accepted');
  assert.equal(ended.attemptsMade.length, 1);
  assert.deepEqual(
    sandbox.messages().map(({ key, subject }) => [key, subject]),
    [[`<${id}@toban>`, '新着 3 件']],
  );
});

test('an access token that was revoked is had anew, once', async () => {
  await using sandbox = await startSandbox();
  await using toban = await open(sandbox);
  fault(sandbox, { kind: 'status', status: 401, match: { path: 'send' }, times: 1 });
  assert.equal((await settled(toban, firstOf(await post(toban, digest())), 'accepted')).attemptsMade.length, 1);
});

test('a refresh token that is no longer good closes the channel and asks for consent', async () => {
  await using sandbox = await startSandbox();
  await using toban = await open(sandbox, { GMAIL_TOKEN: 'revoked-token' });
  const id = firstOf(await post(toban, digest({ category: 'quick' })));
  await until(async () => (await toban.ask('delivery.status', { service: 'mailer' })).channels[0].state === 'open');
  const now = await shown(toban, id);
  assert.deepEqual([now.state, now.error?.code], ['ready', 'gmail.invalid_grant']);
  assert.match(now.error?.hint ?? '', /consent again.*toban secrets set GMAIL_TOKEN/);
});

for (const [status, code] of [
  [429, 'rateLimitExceeded'],
  [403, 'userRateLimitExceeded'],
] as const) {
  test(`${status} ${code} waits as long as Gmail asks, and counts nothing`, async () => {
    await using sandbox = await startSandbox();
    await using toban = await open(sandbox);
    fault(sandbox, { kind: 'status', status, code, retryAfter: 60, match: { path: 'send' }, times: 1 });
    const id = firstOf(await post(toban, digest({ category: 'quick' })));
    const { channels } = await until(async () => {
      const status_ = await toban.ask('delivery.status', { service: 'mailer' });
      return status_.channels[0].state === 'open' && status_;
    });
    assert.equal(channels[0].kind, 'throttled');
    assert.ok(Date.parse(channels[0].retryAt) - Date.now() > 50_000);
    assert.equal((await shown(toban, id)).state, 'ready');
  });
}

test('another 403 is for a person, a 400 is for good, a 503 passes uncounted, a 500 counts', async () => {
  await using sandbox = await startSandbox();
  await using toban = await open(sandbox);
  fault(sandbox, { kind: 'status', status: 503, match: { path: 'send' }, times: 1 });
  assert.equal(
    (await settled(toban, firstOf(await post(toban, digest())), 'accepted')).attemptsMade[0]?.outcome,
    'channel-failed',
  );
  fault(sandbox, { kind: 'status', status: 500, match: { path: 'send' }, times: 1 });
  assert.equal(
    (await settled(toban, firstOf(await post(toban, digest())), 'accepted')).attemptsMade[0]?.outcome,
    'retry',
  );
  fault(sandbox, { kind: 'status', status: 400, match: { path: 'send' }, times: 1 });
  assert.equal(
    (await settled(toban, firstOf(await post(toban, digest())), 'dead')).error?.code,
    'gmail.invalidArgument',
  );
  fault(sandbox, { kind: 'status', status: 403, code: 'domainPolicy', match: { path: 'send' } });
  await post(toban, digest());
  const { channels } = await until(async () => {
    const now = await toban.ask('delivery.status', { service: 'mailer' });
    return now.channels[0].state === 'open' && now;
  });
  assert.equal(channels[0].kind, 'credentials');
});

test('an answer that never comes is unknown', async () => {
  await using sandbox = await startSandbox();
  await using toban = await open(sandbox);
  fault(sandbox, { kind: 'hang', match: { path: 'send' }, times: 1 });
  const id = firstOf(await post(toban, digest({ category: 'hold' })));
  await settled(toban, id, 'unknown');
});
