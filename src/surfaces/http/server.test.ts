import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openProgram } from '#test/program.ts';

const read = (response: Response): Promise<any> => response.json();

test('F5: the API speaks OpenAPI, problem+json and Idempotency-Key', async () => {
  await using toban = await openProgram();
  await toban.start();

  const document = await read(await toban.api('/api/openapi.json'));
  assert.equal(document.openapi, '3.1.0');
  assert.ok(document.paths['/api/operations/emergency.stop'].post);

  const wrong = await toban.api('/api/operations/emergency.stop', {
    method: 'POST',
    body: JSON.stringify({ input: { wrong: 1 } }),
  });
  assert.equal(wrong.status, 422);
  assert.match(wrong.headers.get('content-type') ?? '', /^application\/problem\+json/);
  const problem = await read(wrong);
  assert.equal(problem.code, 'input.invalid');
  assert.equal(problem.problems.length, 2);

  const once = () =>
    toban.api('/api/operations/emergency.stop', {
      method: 'POST',
      body: JSON.stringify({ input: { reason: 'drill' } }),
      headers: { 'idempotency-key': 'drill-1' },
    });
  const [first, second] = [await once(), await once()];
  assert.equal(second.headers.get('idempotent-replayed'), 'true');
  assert.equal((await read(first)).run, (await read(second)).run);
  const reused = await toban.api('/api/operations/emergency.clear', {
    method: 'POST',
    body: '{}',
    headers: { 'idempotency-key': 'drill-1' },
  });
  assert.equal((await read(reused)).code, 'request.key-reused');
});

test('nothing is told to nobody: every path but the open ones wants a token', async () => {
  await using toban = await openProgram();
  await toban.start();
  const { paths } = await read(await fetch(`${toban.url}/api/openapi.json`));
  const open: string[] = [];
  for (const [path, methods] of Object.entries(paths as Record<string, object>)) {
    for (const method of Object.keys(methods)) {
      const answer = await fetch(toban.url + path.replaceAll(/\{\w+\}/g, 'x'), { method: method.toUpperCase() });
      if (answer.status !== 401) open.push(`${method} ${path} ${answer.status}`);
    }
  }
  assert.deepEqual(open, []);
  for (const path of ['/api/registry', '/api/events', '/api/runs/x', '/api/runs/x/events']) {
    assert.equal((await fetch(toban.url + path)).status, 401, path);
  }
  for (const path of ['/healthz', '/readyz', '/health'])
    assert.equal((await fetch(toban.url + path)).status, 200, path);
});

test('an operation can be answered at once and followed to its end', async () => {
  await using toban = await openProgram();
  await toban.start();
  const begun = await toban.api('/api/operations/emergency.stop', {
    method: 'POST',
    body: JSON.stringify({ input: { reason: 'drill' } }),
    headers: { prefer: 'respond-async' },
  });
  assert.equal(begun.status, 202);
  const events = await (await toban.api(`${begun.headers.get('location')}/events`)).text();
  const last = events.trim().split('\n\n').at(-1) ?? '';
  assert.equal(JSON.parse(last.replace(/^event: run\ndata: /, '')).outcome, 'succeeded');
});

test('F5: metrics are there for Prometheus, with labels by service', async () => {
  await using toban = await openProgram();
  await toban.start();
  const answer = await fetch(`${toban.url}/metrics`);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  assert.match(text, /^# TYPE toban_deliveries_waiting gauge$/m);
  assert.match(text, /^toban_deliveries_waiting\{service="manga-anime",state="ready"\} 0$/m);
  assert.match(text, /^toban_service_up\{service="manga-anime"\} [01]$/m);
});

test('signing in by cookie works for the console only, and the first administrator needs the code', async () => {
  await using toban = await openProgram();
  await toban.start();
  const code = /administrator: (\S+)/.exec(toban.output())?.[1] as string;
  const post = (path: string, body: object, headers = {}) =>
    fetch(toban.url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });

  const wrong = await post('/api/session/first', {
    code: 'AAAA-AAAA-AAAA',
    username: 'hanako',
    password: 'a long enough one',
  });
  assert.ok(wrong.status >= 400);
  const claimed = await post('/api/session/first', { code, username: 'hanako', password: 'a long enough one' });
  assert.equal(claimed.status, 200, await claimed.text());
  const cookie = (claimed.headers.get('set-cookie') ?? '').split(';')[0] as string;
  assert.match(claimed.headers.get('set-cookie') ?? '', /HttpOnly; SameSite=Strict/);

  const act = { input: { reason: 'drill' } };
  assert.equal(
    (await post('/api/operations/emergency.stop', act, { cookie })).status,
    403,
    'a form of another site cannot',
  );
  assert.equal((await post('/api/operations/emergency.stop', act, { cookie, 'x-toban-console': '1' })).status, 200);

  assert.equal((await post('/api/session', { username: 'hanako', password: 'not hers at all' })).status, 401);
  const ended = await fetch(`${toban.url}/api/session`, {
    method: 'DELETE',
    headers: { cookie, 'x-toban-console': '1' },
  });
  assert.equal(ended.status, 204);
  assert.equal((await post('/api/operations/emergency.clear', {}, { cookie, 'x-toban-console': '1' })).status, 401);
});
