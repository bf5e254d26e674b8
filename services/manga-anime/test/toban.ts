import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';
import type { DeliveryState, JobReport, Message } from 'toban/client';

export type Toban = {
  url: string;
  /** What was accepted, once for each key. */
  accepted: (Message & { id: string })[];
  reports: JobReport[];
  /** How often `POST /api/messages` was called. */
  posts: number;
  /** The state that deliveries are told to be in. */
  state: DeliveryState;
  /** Answers the next posts with this instead. `accept` takes the message and then breaks the line. */
  trouble: { status: number; code: string } | 'accept-then-cut' | undefined;
  variables: Record<string, string>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A small server with the part of Toban that the service talks to. */
export async function startToban(): Promise<Toban> {
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: unknown): void => void response.writeHead(status).end(JSON.stringify(body));
    const path = request.url ?? '';
    if (path.endsWith('/report')) {
      toban.reports.push((await readJson(request)) as JobReport);
      return answer(200, {});
    }
    if (request.method === 'GET') {
      const found = toban.accepted.find(({ id }) => path.endsWith(id));
      return found
        ? answer(200, replyOf(found.id, toban.state))
        : answer(404, { code: 'message.unknown', detail: 'no such message' });
    }
    toban.posts += 1;
    const message = (await readJson(request)) as Message;
    const trouble = toban.trouble;
    if (typeof trouble === 'object')
      return answer(trouble.status, { code: trouble.code, detail: 'held', hint: 'clear it' });
    const known = toban.accepted.find(({ key }) => key === message.key);
    const id = known?.id ?? `m${toban.accepted.length + 1}`;
    if (!known) toban.accepted.push({ ...message, id });
    if (trouble === 'accept-then-cut') return void request.socket.destroy();
    return answer(202, replyOf(id, 'ready'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const toban: Toban = {
    url,
    accepted: [],
    reports: [],
    posts: 0,
    state: 'accepted',
    trouble: undefined,
    variables: { TOBAN_URL: url, TOBAN_TOKEN: 'token', TOBAN_SERVICE: 'manga-anime', TOBAN_RUN: 'run-1' },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return toban;
}

const replyOf = (message: string, state: DeliveryState) => ({
  message,
  deliveries: [{ id: `d-${message}`, to: 'you@example.com', state }],
});
