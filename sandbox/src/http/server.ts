import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { HttpProblem, text } from './reply.ts';
import { matchPath } from './route.ts';
import type { Incoming, Reply, Route } from './route.ts';

const BODY_LIMIT = 40_000_000;

/** How an answer leaves: as it is, half of it, or not at all. */
export type Outcome = { reply: Reply; half?: boolean } | 'cut' | 'hang';
export type Answer = (route: Route, incoming: Incoming) => Promise<Outcome>;

export function createHttpServer(routes: Route[], answer: Answer): Server {
  return createServer((request, response) => {
    handle(routes, answer, request, response).catch(() => response.destroy());
  });
}

async function handle(routes: Route[], answer: Answer, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://sandbox');
  const found = findRoute(routes, request.method ?? 'GET', url.pathname);
  const body = await readBody(request);
  if ('status' in found) return send(response, found);
  const incoming: Incoming = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    params: found.params,
    headers: request.headers,
    body,
    client: request.socket.remoteAddress ?? '',
  };
  const outcome = await answer(found.route, incoming).catch(problemOf);
  if (outcome === 'hang') return undefined;
  if (outcome === 'cut') return request.socket.destroy();
  return outcome.half ? sendHalf(response, outcome.reply) : send(response, outcome.reply);
}

function findRoute(
  routes: Route[],
  method: string,
  path: string,
): { route: Route; params: Record<string, string> } | Reply {
  const allowed: string[] = [];
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (!params) continue;
    if (route.method === 'ANY' || route.method === method || (route.method === 'GET' && method === 'HEAD'))
      return { route, params };
    allowed.push(route.method);
  }
  if (allowed.length > 0) return text('Method Not Allowed', 405, { allow: allowed.join(', ') });
  return new HttpProblem(404, 'sandbox.not-found', `Nothing answers at ${path}.`, {
    hint: 'See GET / and sandbox/README.md',
  }).reply;
}

function problemOf(error: unknown): Outcome {
  if (error instanceof HttpProblem) return { reply: error.reply };
  return {
    reply: new HttpProblem(
      500,
      'sandbox.defect',
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    ).reply,
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Error('body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function bytesOf(body: unknown): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply.stream) return sendStream(response, reply);
  const bytes = bytesOf(reply.body);
  const length = reply.status === 304 || reply.status === 204 ? {} : { 'content-length': String(bytes.length) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  response.end(bytes);
}

function sendHalf(response: ServerResponse, reply: Reply): void {
  const bytes = bytesOf(reply.body);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

function sendStream(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers);
  response.flushHeaders();
  const stop = reply.stream?.((chunk) => response.write(chunk));
  response.on('close', () => stop?.());
}
