import { HttpProblem, json } from '../http/reply.ts';
import type { Incoming, Route } from '../http/route.ts';
import type { Filter, Inbox, Message } from './inbox.ts';
import { inboxPage, pageScript, pageStyle } from './page/page.ts';

const HEARTBEAT_MS = 15_000;

export function inboxRoutes(inbox: Inbox, smtpPort: () => number): Route[] {
  return [
    { method: 'GET', path: '/', handle: (incoming) => inboxPage(incoming, smtpPort()) },
    { method: 'GET', path: '/inbox.css', handle: () => pageStyle() },
    { method: 'GET', path: '/inbox.js', handle: () => pageScript() },
    { method: 'GET', path: '/favicon.ico', handle: () => ({ status: 204 }) },
    { method: 'GET', path: '/healthz', handle: () => json({ status: 'ok' }) },
    { method: 'GET', path: '/api/messages', handle: ({ query }) => listing(inbox, query) },
    {
      method: 'DELETE',
      path: '/api/messages',
      handle: () => {
        inbox.clear();
        return { status: 204 };
      },
    },
    { method: 'GET', path: '/api/messages/events', handle: () => events(inbox) },
    { method: 'GET', path: '/api/messages/:id', handle: (incoming) => json(messageOf(inbox, incoming)) },
    { method: 'GET', path: '/messages/:id/html', handle: (incoming) => preview(messageOf(inbox, incoming)) },
  ];
}

/** `limit` keeps the newest; `brief` leaves out text, html and headers. */
function listing(inbox: Inbox, query: URLSearchParams) {
  const filter: Filter = {};
  for (const name of ['channel', 'to', 'subject', 'key'] as const) {
    const value = query.get(name);
    if (value !== null) filter[name] = value;
  }
  const all = inbox.list(filter);
  const limit = Number(query.get('limit')) || all.length;
  const newest = all.slice(Math.max(0, all.length - limit));
  const items = query.has('brief') ? newest.map(brief) : newest;
  return json(items, 200, { 'x-total-count': String(all.length), 'cache-control': 'no-store' });
}

function brief({ id, channel, to, subject, text, key, at }: Message) {
  return { id, channel, to, subject, excerpt: (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 120), key, at };
}

function messageOf(inbox: Inbox, { params }: Incoming): Message {
  const message = inbox.get(params['id'] ?? '');
  if (!message)
    throw new HttpProblem(404, 'sandbox.no-message', `There is no message ${params['id']}.`, {
      hint: 'GET /api/messages',
    });
  return message;
}

/** A mail is a stranger's page: no script, no form, no request to anywhere. */
function preview(message: Message) {
  const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
  };
  return { status: 200, headers, body: message.html ?? '' };
}

function events(inbox: Inbox) {
  const stream = (write: (chunk: string) => void) => {
    write(': connected\n\n');
    const stop = inbox.watch(() => write('event: changed\ndata: {}\n\n'));
    const heartbeat = setInterval(() => write(': \n\n'), HEARTBEAT_MS);
    heartbeat.unref();
    return () => {
      clearInterval(heartbeat);
      stop();
    };
  };
  return { status: 200, headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }, stream };
}
