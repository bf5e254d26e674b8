import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startSandbox } from '../index.ts';
import type { Sandbox } from '../index.ts';

type GoogleBody = { error: { code: number; errors: { reason: string }[]; status: string } };

describe('the Gmail stand-in', () => {
  let sandbox: Sandbox;
  let now = new Date('2026-11-21T00:00:00Z');
  const raw = Buffer.from(
    'From: t@b.jp\r\nTo: A <a@b.jp>, c@b.jp\r\nSubject: =?utf-8?B?5Yem55CG?=\r\nMessage-ID: <k@toban>\r\n\r\nhello',
  ).toString('base64url');
  const grant = (refresh = 'sandbox-refresh') =>
    fetch(`${sandbox.url}/gmail/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: refresh,
        client_id: 'id',
        client_secret: 'secret',
      }),
    });
  const token = async () => ((await (await grant()).json()) as { access_token: string }).access_token;
  const send = (bearer: string, body: unknown = { raw }) =>
    fetch(`${sandbox.url}/gmail/gmail/v1/users/me/messages/send`, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  before(async () => {
    sandbox = await startSandbox({ now: () => now });
  });
  beforeEach(() => {
    sandbox.clearFaults();
    sandbox.clearMessages();
  });
  after(() => sandbox.close());

  test('sends a message to every recipient of its headers', async () => {
    const response = await send(await token());
    const body = (await response.json()) as { id: string; labelIds: string[] };
    assert.equal(response.status, 200);
    assert.deepEqual(body.labelIds, ['SENT']);
    assert.deepEqual(
      sandbox.messages().map(({ to, subject, key }) => [to, subject, key]),
      [
        ['a@b.jp', '処理', '<k@toban>'],
        ['c@b.jp', '処理', '<k@toban>'],
      ],
    );
  });

  test('a revoked refresh token is invalid_grant', async () => {
    const response = await grant('revoked');
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { error: string }).error, 'invalid_grant');
  });

  test('an access token ends after an hour, and a made-up one never works', async () => {
    const bearer = await token();
    now = new Date(now.getTime() + 3_600_001);
    const response = await send(bearer);
    assert.equal(response.status, 401);
    assert.equal(((await response.json()) as GoogleBody).error.errors[0]?.reason, 'authError');
    assert.equal((await send('made-up')).status, 401);
  });

  test('limits and refusals carry their reason as Google documents', async () => {
    const bearer = await token();
    sandbox.addFault({ provider: 'gmail', kind: 'status', status: 403, code: 'userRateLimitExceeded', times: 1 });
    const limited = await send(bearer);
    const { error } = (await limited.json()) as GoogleBody;
    assert.deepEqual(
      [limited.status, error.code, error.errors[0]?.reason, error.status],
      [403, 403, 'userRateLimitExceeded', 'PERMISSION_DENIED'],
    );
    sandbox.addFault({
      provider: 'gmail',
      kind: 'status',
      status: 429,
      retryAfter: 3,
      match: { to: 'c@b.jp' },
      times: 1,
    });
    assert.equal((await send(bearer)).headers.get('retry-after'), '3');
    sandbox.addFault({ provider: 'gmail', kind: 'auth', match: { path: '/token' }, times: 1 });
    assert.equal(((await (await grant()).json()) as { error: string }).error, 'invalid_grant');
    assert.equal((await send(bearer, { raw: '' })).status, 400);
    assert.equal(sandbox.messages().length, 0);
  });
});
