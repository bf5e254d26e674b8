import { z } from 'zod';
import { text } from '../http/reply.ts';
import type { Failure, Incoming, Reply, Route } from '../http/route.ts';
import type { Inbox } from '../inbox/inbox.ts';

const Payload = z.looseObject({
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  attachments: z.array(z.unknown()).optional(),
});
type Payload = z.infer<typeof Payload>;

const ERRORS: Record<number, string> = {
  400: 'invalid_payload',
  403: 'invalid_token',
  404: 'no_service',
  410: 'channel_is_archived',
  429: 'rate_limited',
};

/** Slack's incoming webhook (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks): plain text, `ok` or the error's name. */
export function slackRoutes(inbox: Inbox): Route[] {
  return [
    {
      method: 'POST',
      path: '/slack/services/:team/:bot/:token',
      provider: 'slack',
      traits: (incoming) => {
        const payload = readPayload(incoming);
        return { to: [destinationOf(incoming)], text: payload ? textOf(payload) : '' };
      },
      failure,
      handle: (incoming) => receive(incoming, inbox),
    },
  ];
}

function receive(incoming: Incoming, inbox: Inbox): Reply {
  if (incoming.params['team'] !== 'T000') return text('no_service', 404);
  const payload = readPayload(incoming);
  if (!payload) return text('invalid_payload', 400);
  const body = textOf(payload);
  if (body === '' && !payload.blocks?.length && !payload.attachments?.length) return text('no_text', 400);
  if ((payload.attachments?.length ?? 0) > 100) return text('too_many_attachments', 400);
  const key = incoming.headers['idempotency-key'] ?? incoming.headers['x-idempotency-key'] ?? null;
  const headers = Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));
  inbox.accept([
    {
      channel: 'slack',
      to: destinationOf(incoming),
      subject: body.split('\n')[0] ?? '',
      text: body,
      html: null,
      headers,
      key: key && String(key),
    },
  ]);
  return text('ok');
}

function failure({ kind, status, code, message, retryAfter }: Failure): Reply {
  const answered = status ?? (kind === 'auth' ? 403 : 500);
  const retry = answered === 429 ? { 'retry-after': String(retryAfter ?? 1) } : undefined;
  return text(code ?? message ?? ERRORS[answered] ?? 'internal_error', answered, retry);
}

function destinationOf({ params }: Incoming): string {
  return `${params['team']}/${params['bot']}/${params['token']}`;
}

/** JSON, or the older form field `payload`. */
function readPayload({ headers, body }: Incoming): Payload | null {
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const raw = body.toString('utf8');
  const source = form && raw.startsWith('payload=') ? (new URLSearchParams(raw).get('payload') ?? '') : raw;
  try {
    return Payload.safeParse(JSON.parse(source)).data ?? null;
  } catch {
    return null;
  }
}

/** What a reader would see: the text, then every text in blocks and attachments. */
function textOf(payload: Payload): string {
  const parts = [payload.text, ...textsIn([payload.blocks, payload.attachments])];
  return parts.filter(Boolean).join('\n');
}

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string' ? (['text', 'title', 'value', 'pretext'].includes(name) ? [inner] : []) : textsIn(inner),
  );
}
