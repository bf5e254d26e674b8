import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { openHttp } from '../http.ts';
import type { Http, OpenHttp } from '../http.ts';

export function httpFor(t: TestContext, options: Partial<OpenHttp> = {}): Http {
  const http = openHttp({ deadlineMs: 3000, ...options });
  t.after(() => http.close());
  return http;
}

export async function listen(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

export async function serve(
  t: TestContext,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(answer);
  t.after(() => server.closeAllConnections());
  return `http://127.0.0.1:${await listen(t, server)}`;
}

export async function serveSocket(t: TestContext, onSocket: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createNetServer((socket) => {
    sockets.push(socket.on('error', () => {}));
    onSocket(socket);
  });
  t.after(() => sockets.forEach((socket) => socket.destroy()));
  return `http://127.0.0.1:${await listen(t, server)}`;
}

/** Answers A queries from the table, NXDOMAIN for others, and nothing for names under `.silent`. RFC 1035, section 4. */
export async function nameServer(t: TestContext, table: Record<string, string>, delayMs = 0): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (query, peer) => {
    const name = nameIn(query);
    if (name.endsWith('.silent')) return;
    const type = query.readUInt16BE(12 + name.length + 2);
    const answer = answerTo(
      query.subarray(0, 12 + name.length + 6),
      type === 1 ? table[name] : undefined,
      name in table,
    );
    setTimeout(() => socket.send(answer, peer.port, peer.address), delayMs).unref();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  t.after(() => socket.close());
  return `127.0.0.1:${socket.address().port}`;
}

function nameIn(query: Buffer): string {
  const labels: string[] = [];
  for (let at = 12; query[at]; at += (query[at] ?? 0) + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + (query[at] ?? 0)));
  return labels.join('.').toLowerCase();
}

function answerTo(question: Buffer, address: string | undefined, known: boolean): Buffer {
  const head = Buffer.from(question);
  head.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(address ? 1 : 0, 6);
  head.fill(0, 8, 12);
  if (!address) return head;
  const record = Buffer.from('c00c00010001000000000004', 'hex');
  return Buffer.concat([head, record, Buffer.from(address.split('.').map(Number))]);
}
