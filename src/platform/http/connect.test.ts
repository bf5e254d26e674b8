import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { httpFor, nameServer, serve, serveSocket } from './servers.fixture.ts';

test('nothing is sent after the deadline, though the name is resolved later', async (t) => {
  let requests = 0;
  const url = await serve(t, (_request, response) => (requests++, response.end()));
  const http = httpFor(t, { dnsServers: [await nameServer(t, { 'slow.example': '127.0.0.1' }, 400)] });
  const { port } = new URL(url);
  await assert.rejects(http.post(`http://slow.example:${port}/`, { deadlineMs: 150 }), {
    code: 'http.deadline',
    sent: false,
  });
  await pause(800);
  assert.equal(requests, 0);
});

test('without allowPrivate no internal address is reached, however it is written', async (t) => {
  let connections = 0;
  const url = await serveSocket(t, () => connections++);
  const { port } = new URL(url);
  const http = httpFor(t, {
    dnsServers: [await nameServer(t, { 'inside.example': '127.0.0.1', 'metadata.example': '169.254.169.254' })],
  });
  const hosts = [
    '127.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0x7f000001',
    '2130706433',
    '0177.0.0.1',
    '127.1',
    '0',
    'localhost',
    'a.localhost',
  ];
  for (const host of [...hosts, 'localhost.', 'inside.example', 'metadata.example', '[64:ff9b::7f00:1]']) {
    await assert.rejects(
      http.get(`http://${host}:${port}/`, { allowPrivate: false }),
      { code: 'http.forbidden-address', sent: false },
      host,
    );
  }
  assert.equal(connections, 0);
});

test('a connection opened for the operator is not used for one who may not reach it', async (t) => {
  const url = await serve(t, (_request, response) => void response.end('ok'));
  const http = httpFor(t);
  assert.equal((await http.get(url)).text, 'ok');
  await assert.rejects(http.get(url, { allowPrivate: false }), { code: 'http.forbidden-address' });
});

test('many names that never resolve do not delay one that does, nor file work', async (t) => {
  const url = await serve(t, (_request, response) => void response.end('ok'));
  const http = httpFor(t, { dnsServers: [await nameServer(t, { 'good.example': '127.0.0.1' })] });
  const dead = Array.from({ length: 50 }, (_, i) => http.get(`http://dead-${i}.silent/`, { deadlineMs: 900 }));
  const results = Promise.allSettled(dead);
  await pause(20);
  const started = performance.now();
  assert.equal((await http.get(`http://good.example:${new URL(url).port}/`)).text, 'ok');
  assert.ok(performance.now() - started < 300);
  assert.ok((await results).every((result) => result.status === 'rejected' && result.reason.code === 'http.deadline'));
});
