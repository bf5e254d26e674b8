import assert from 'node:assert/strict';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createNetServer } from 'node:net';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { selfSignedCertificate } from '@toban/sandbox';
import { httpFor, listen, nameServer, serve, serveSocket } from './http/servers.fixture.ts';

test('a request sends method, headers and body, and gives the whole reply', async (t) => {
  const url = await serve(t, async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    response
      .setHeader('x-two', ['a', 'b'])
      .end(JSON.stringify({ method: request.method, body, headers: request.headers }));
  });
  const reply = await httpFor(t).request({
    method: 'PUT',
    url: `${url}/x?y=1`,
    body: '当番',
    headers: { authorization: 'Bearer t' },
  });
  const seen = reply.json() as { method: string; body: string; headers: Record<string, string> };
  assert.equal(reply.status, 200);
  assert.deepEqual(
    [seen.method, seen.body, seen.headers['authorization'], seen.headers['user-agent']],
    ['PUT', '当番', 'Bearer t', 'Toban'],
  );
  assert.equal(reply.headers['x-two'], 'a, b');
});

test('a redirect is returned, not followed', async (t) => {
  let requests = 0;
  const url = await serve(
    t,
    (_request, response) => (requests++, response.writeHead(302, { location: '/other' }).end()),
  );
  const reply = await httpFor(t).get(url);
  assert.deepEqual([reply.status, reply.headers['location'], requests], [302, '/other', 1]);
});

test('text follows the declared charset, and compression sent unasked is unpacked', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/euc')
      response.setHeader('content-type', 'text/html; charset=EUC-JP').end(Buffer.from('c5f6c8d6', 'hex'));
    if (request.url === '/gzip') response.setHeader('content-encoding', 'gzip').end(gzipSync('{"a":1}'));
    if (request.url === '/br') response.setHeader('content-encoding', 'br').end(brotliCompressSync('{"a":2}'));
    if (request.url === '/bomb') response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(20_000_000)));
    if (request.url === '/html') response.end('<html>');
  });
  const http = httpFor(t);
  assert.equal((await http.get(`${url}/euc`)).text, '当番');
  assert.deepEqual((await http.get(`${url}/gzip`)).json(), { a: 1 });
  assert.deepEqual((await http.get(`${url}/br`)).json(), { a: 2 });
  await assert.rejects(http.get(`${url}/bomb`), { code: 'http.too-large', sent: true, status: 200 });
  const html = await http.get(`${url}/html`);
  assert.throws(() => html.json(), { code: 'http.not-json' });
});

test('a refused connection and an unknown name were surely not sent', async (t) => {
  const http = httpFor(t, { dnsServers: [await nameServer(t, {})] });
  const server = createNetServer();
  const port = await listen(t, server);
  await new Promise((resolve) => server.close(resolve));
  await assert.rejects(http.get(`http://127.0.0.1:${port}/`), {
    code: 'http.unreachable',
    sent: false,
    message: /ECONNREFUSED/,
  });
  await assert.rejects(http.get('http://none.example/'), { code: 'http.unreachable', sent: false });
});

test('a peer that takes the request and never answers ends at the deadline, perhaps sent', async (t) => {
  const url = await serveSocket(t, () => {});
  const started = performance.now();
  await assert.rejects(httpFor(t).post(url, { body: 'x', deadlineMs: 200 }), { code: 'http.deadline', sent: true });
  assert.ok(performance.now() - started < 1000);
});

test('the deadline is for the whole answer: a body that drips ends too', async (t) => {
  const url = await serve(t, (_request, response) => {
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  });
  await assert.rejects(httpFor(t).get(url, { deadlineMs: 300 }), { code: 'http.deadline', sent: true, status: 200 });
});

test('an answer over the cap is refused by its length or while it comes', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/declared') return void response.setHeader('content-length', 1e9).write('x');
    const timer = setInterval(() => response.write(Buffer.alloc(50_000)), 1);
    response.on('close', () => clearInterval(timer));
  });
  const http = httpFor(t);
  await assert.rejects(http.get(`${url}/declared`), { code: 'http.too-large', sent: true, status: 200 });
  await assert.rejects(http.get(`${url}/endless`, { maxBytes: 200_000 }), { code: 'http.too-large', sent: true });
});

test('a connection cut before or within the answer is a cut, perhaps sent', async (t) => {
  const http = httpFor(t);
  const before = await serveSocket(t, (socket) => socket.once('data', () => socket.resetAndDestroy()));
  await assert.rejects(http.post(before, { body: 'x' }), { code: 'http.cut', sent: true, status: undefined });
  const within = await serveSocket(t, (socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc')),
  );
  await assert.rejects(http.post(within, { body: 'x' }), { code: 'http.cut', sent: true, status: 200 });
  const nonsense = await serveSocket(t, (socket) =>
    socket.once('data', () => socket.end('220 mail.example ESMTP\r\n')),
  );
  await assert.rejects(http.get(nonsense), { code: 'http.cut', sent: true });
});

test('the caller may cancel, before and during', async (t) => {
  const url = await serveSocket(t, () => {});
  const http = httpFor(t);
  await assert.rejects(http.get(url, { signal: AbortSignal.abort() }), { code: 'http.cancelled', sent: false });
  await assert.rejects(http.get(url, { signal: AbortSignal.timeout(100) }), { code: 'http.cancelled', sent: true });
});

test('what is no http URL, or no valid header, is told before anything is sent', async (t) => {
  const http = httpFor(t);
  for (const url of ['file:///etc/passwd', 'ftp://x/', 'none', '']) {
    await assert.rejects(http.get(url), { code: 'http.invalid', sent: false });
  }
  await assert.rejects(http.get('http://127.0.0.1:9/', { headers: { x: 'a\r\nb: c' } }), {
    code: 'http.invalid',
    sent: false,
  });
});

test('a certificate that nobody vouches for is refused before anything is sent', async (t) => {
  let requests = 0;
  const server = createTlsServer(selfSignedCertificate(new Date()), (_, response) => (requests++, response.end()));
  const port = await listen(t, server);
  await assert.rejects(httpFor(t).get(`https://localhost:${port}/`), {
    code: 'http.unreachable',
    sent: false,
    message: /self-signed/,
  });
  assert.equal(requests, 0);
});
