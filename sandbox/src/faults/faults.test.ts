import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startSandbox } from '../index.ts';
import type { Sandbox } from '../index.ts';

describe('faults', () => {
  let sandbox: Sandbox;
  const ask = (body: unknown) => fetch(`${sandbox.url}/api/faults`, { method: 'POST', body: JSON.stringify(body) });
  const slack = (text = 'hi') =>
    fetch(`${sandbox.url}/slack/services/T000/B000/xxxx`, { method: 'POST', body: JSON.stringify({ text }) });

  before(async () => {
    sandbox = await startSandbox();
  });
  beforeEach(() => {
    sandbox.clearFaults();
    sandbox.clearMessages();
  });
  after(() => sandbox.close());

  test('are asked for, listed and removed over HTTP', async () => {
    const { id } = (await (await ask({ provider: 'slack', kind: 'status', status: 410 })).json()) as { id: string };
    assert.equal(((await (await fetch(`${sandbox.url}/api/faults`)).json()) as unknown[]).length, 1);
    const struck = await slack();
    assert.deepEqual([struck.status, await struck.text()], [410, 'channel_is_archived']);
    assert.equal((await fetch(`${sandbox.url}/api/faults/${id}`, { method: 'DELETE' })).status, 204);
    assert.equal((await fetch(`${sandbox.url}/api/faults/${id}`, { method: 'DELETE' })).status, 404);
    assert.equal((await slack()).status, 200);
  });

  test('a wrong request names every field at fault and says what is allowed', async () => {
    const response = await ask({ provider: 'pigeon', kind: 'status', wings: 2 });
    const problem = (await response.json()) as { code: string; hint: string; problems: { path: string }[] };
    assert.equal(response.status, 400);
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    assert.equal(problem.problems[0]?.path, 'provider');
    assert.match(problem.hint, /smtp, gmail, anilist/);
    assert.equal((await fetch(`${sandbox.url}/api/faults`, { method: 'POST', body: '{' })).status, 400);
  });

  test('skip lets some through, times counts down, match chooses', async () => {
    sandbox.addFault({
      provider: 'slack',
      kind: 'status',
      status: 429,
      retryAfter: 7,
      skip: 1,
      times: 1,
      match: { text: 'storm' },
    });
    assert.equal((await slack('storm')).status, 200);
    assert.equal((await slack('calm')).status, 200);
    const struck = await slack('storm');
    assert.deepEqual([struck.status, struck.headers.get('retry-after')], [429, '7']);
    assert.equal((await slack('storm')).status, 200);
  });

  test('a cut loses the request, a cut after acceptance only the answer', async () => {
    sandbox.addFault({ provider: 'slack', kind: 'cut', times: 1 });
    await assert.rejects(slack());
    assert.equal(sandbox.messages().length, 0);
    sandbox.addFault({ provider: 'slack', kind: 'after-accept-cut', times: 1 });
    await assert.rejects(slack());
    assert.equal(sandbox.messages().length, 1);
  });

  test('half an answer breaks off, garbage is not what was asked for, a delay delays', async () => {
    sandbox.addFault({ provider: 'feeds', kind: 'half', times: 1 });
    const half = await fetch(`${sandbox.url}/feeds/hiroba/atom.xml`);
    await assert.rejects(half.text());
    sandbox.addFault({ provider: 'anilist', kind: 'garbage', times: 1 });
    const garbage = await fetch(`${sandbox.url}/anilist`, { method: 'POST', body: '{}' });
    await assert.rejects(garbage.json());
    sandbox.addFault({ provider: 'syoboi', kind: 'delay', delayMs: 120, times: 1 });
    const started = performance.now();
    await fetch(`${sandbox.url}/syoboi/json.php?Req=ProgramByDate`);
    assert.ok(performance.now() - started >= 110);
  });

  test('closing ends a request that hangs', async () => {
    const other = await startSandbox();
    other.addFault({ provider: 'slack', kind: 'hang' });
    const waiting = fetch(`${other.url}/slack/services/T000/B000/x`, { method: 'POST', body: '{"text":"a"}' });
    const ended = assert.rejects(waiting);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await other.close();
    await ended;
  });
});
