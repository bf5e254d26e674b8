import type { FastifyReply, FastifyRequest } from 'fastify';

const KEEP_ALIVE_MS = 15_000;

export type EventStream = {
  send(event: string, data: unknown, id?: string): void;
  /** Aborted when the reader has gone, or `close` was called. */
  signal: AbortSignal;
  close(): void;
};

/** Answers with server-sent events (WHATWG HTML, section 9.2) until either side ends them. */
export function openEventStream(request: FastifyRequest, reply: FastifyReply, stopping: AbortSignal): EventStream {
  const gone = new AbortController();
  reply.hijack();
  const { raw } = reply;
  // What Fastify's hooks have set, the security headers among them, goes along.
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  raw.write(': toban\n\n');
  const keepAlive = setInterval(() => raw.write(': still here\n\n'), KEEP_ALIVE_MS);
  const close = () => {
    clearInterval(keepAlive);
    stopping.removeEventListener('abort', close);
    gone.abort();
    raw.end();
  };
  request.raw.once('close', close);
  stopping.addEventListener('abort', close, { once: true });
  return {
    signal: gone.signal,
    close,
    send: (event, data, id) => {
      if (gone.signal.aborted) return;
      raw.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
  };
}
