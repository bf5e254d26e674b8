import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startSandbox } from '../index.ts';
import type { Sandbox } from '../index.ts';

describe('the Slack webhook stand-in', () => {
  let sandbox: Sandbox;
  const post = async (body: string, path = 'T000/B000/xxxx', headers: Record<string, string> = {}) => {
    const response = await fetch(`${sandbox.url}/slack/services/${path}`, { method: 'POST', body, headers });
    return [response.status, await response.text()];
  };

  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());

  test('takes a text, blocks, attachments, or the old form', async () => {
    assert.deepEqual(await post('{"text":"⚠️ エラー 3 件"}', undefined, { 'idempotency-key': 'k1' }), [200, 'ok']);
    assert.deepEqual(await post('{"blocks":[{"type":"section","text":{"type":"mrkdwn","text":"*復旧*"}}]}'), [
      200,
      'ok',
    ]);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.deepEqual(await post(new URLSearchParams({ payload: '{"text":"form"}' }).toString(), undefined, form), [
      200,
      'ok',
    ]);
    const messages = sandbox.messages({ channel: 'slack' });
    assert.deepEqual(
      messages.map(({ text }) => text),
      ['⚠️ エラー 3 件', '*復旧*', 'form'],
    );
    assert.deepEqual([messages[0]?.key, messages[0]?.to], ['k1', 'T000/B000/xxxx']);
  });

  test('names its errors in plain text', async () => {
    assert.deepEqual(await post('{'), [400, 'invalid_payload']);
    assert.deepEqual(await post('{}'), [400, 'no_text']);
    assert.deepEqual(await post('{"text":"a"}', 'T999/B000/xxxx'), [404, 'no_service']);
  });
});
