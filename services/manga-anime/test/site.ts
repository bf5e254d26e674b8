import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Answer = { status?: number; headers?: Record<string, string>; body?: string | Uint8Array; cut?: boolean };
export type Asked = { method: string; url: string; body: string; headers: IncomingMessage['headers'] };
export type Site = {
  url: string;
  asked: Asked[];
  /** Decides what is answered. A path that it does not know is a 404. */
  answer: (asked: Asked) => Answer | undefined | Promise<Answer | undefined>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A real HTTP server standing for a source. */
export async function startSite(answer: Site['answer']): Promise<Site> {
  const server = createServer(async (request, response) => {
    const asked = {
      method: request.method ?? '',
      url: request.url ?? '',
      body: await text(request),
      headers: request.headers,
    };
    site.asked.push(asked);
    const { status = 200, headers = {}, body = '', cut } = (await site.answer(asked)) ?? { status: 404 };
    if (cut) return void request.socket.destroy();
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const site: Site = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return site;
}

export const jsonAnswer = (body: unknown, headers: Record<string, string> = {}): Answer => ({
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});
