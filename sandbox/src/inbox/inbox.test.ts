import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startSandbox } from '../index.ts';
import type { Message, Sandbox } from '../index.ts';
import { Inbox } from './inbox.ts';
import { WORDS } from './page/words.ts';

describe('the inbox', () => {
  let sandbox: Sandbox;
  const say = (text: string) =>
    fetch(`${sandbox.url}/slack/services/T000/B000/xxxx`, { method: 'POST', body: JSON.stringify({ text }) });

  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());

  test('lists what arrived, oldest first, filters it, and forgets it on request', async () => {
    await say('one');
    await say('two');
    const list = async (query = '') => (await (await fetch(`${sandbox.url}/api/messages${query}`)).json()) as Message[];
    assert.deepEqual(
      (await list()).map(({ subject }) => subject),
      ['one', 'two'],
    );
    assert.deepEqual(Object.keys((await list())[0] ?? {}).toSorted(), [
      'at',
      'channel',
      'headers',
      'html',
      'id',
      'key',
      'subject',
      'text',
      'to',
    ]);
    assert.equal((await list('?subject=TWO')).length, 1);
    assert.equal((await list('?channel=email')).length, 0);
    assert.deepEqual(
      (await list('?limit=1')).map(({ subject }) => subject),
      ['two'],
    );
    assert.equal((await fetch(`${sandbox.url}/api/messages`, { method: 'DELETE' })).status, 204);
    assert.deepEqual(await list(), []);
  });

  test('tells a watching page that something changed', async () => {
    const abort = new AbortController();
    const response = await fetch(`${sandbox.url}/api/messages/events`, { signal: abort.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await say('news');
    let seen = '';
    while (!seen.includes('event: changed')) seen += (await reader?.read())?.value ?? '';
    abort.abort();
  });

  test('shows its page in the language of the reader, with no address outside', async () => {
    const page = async (query: string, accept: string) =>
      (await fetch(`${sandbox.url}/${query}`, { headers: { 'accept-language': accept } })).text();
    assert.match(await page('', 'ja-JP,ja;q=0.9'), /サンドボックス受信箱/);
    assert.match(await page('', 'en-GB'), /Sandbox inbox/);
    assert.match(await page('?lang=ja', 'en-GB'), /サンドボックス受信箱/);
    assert.doesNotMatch(await page('', 'en'), /(?:src|href)="https?:/);
    assert.deepEqual(Object.keys(WORDS.en), Object.keys(WORDS.ja));
  });

  test('previews a mail where no script of it can run', async () => {
    const raw = Buffer.from(
      'To: a@b.jp\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>hi',
    ).toString('base64url');
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: 'sandbox-refresh',
      client_id: 'c',
      client_secret: 's',
    });
    const grant = (await (await fetch(`${sandbox.url}/gmail/token`, { method: 'POST', body: form })).json()) as {
      access_token: string;
    };
    await fetch(`${sandbox.url}/gmail/gmail/v1/users/me/messages/send`, {
      method: 'POST',
      headers: { authorization: `Bearer ${grant.access_token}` },
      body: JSON.stringify({ raw }),
    });
    const id = sandbox.messages({ channel: 'email' })[0]?.id;
    const preview = await fetch(`${sandbox.url}/messages/${id}/html`);
    assert.match(preview.headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
    assert.equal((await fetch(`${sandbox.url}/messages/none/html`)).status, 404);
  });

  test('keeps only the newest messages in memory', () => {
    const inbox = new Inbox(() => new Date(0), undefined, 3);
    for (const to of ['a', 'b', 'c', 'd'])
      inbox.accept([{ channel: 'x', to, subject: null, text: null, html: null, headers: {}, key: null }]);
    assert.deepEqual(
      inbox.list().map(({ to }) => to),
      ['b', 'c', 'd'],
    );
  });
});
