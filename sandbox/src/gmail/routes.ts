import { randomUUID } from 'node:crypto';
import { json } from '../http/reply.ts';
import type { Incoming, Reply, Route, Traits } from '../http/route.ts';
import type { Inbox } from '../inbox/inbox.ts';
import { emailsFor, parseMail } from '../inbox/mail.ts';
import { googleError, oauthError, sendFailure, tokenFailure } from './errors.ts';

const TOKEN_LIFE_MS = 3_600_000;
const REFRESH_TOKEN = 'sandbox-refresh';

/** Gmail's token endpoint and `messages.send`. An access token lives one hour of the sandbox's clock. */
export function gmailRoutes(inbox: Inbox, now: () => Date): Route[] {
  const tokens = new Map<string, number>();
  return [
    {
      method: 'POST',
      path: '/gmail/token',
      provider: 'gmail',
      failure: tokenFailure,
      handle: (incoming) => grant(incoming, tokens, now),
    },
    {
      method: 'POST',
      path: '/gmail/gmail/v1/users/:user/messages/send',
      provider: 'gmail',
      traits: traitsOf,
      failure: sendFailure,
      handle: (incoming) => (hasToken(incoming, tokens, now) ? send(incoming, inbox) : googleError(401)),
    },
  ];
}

function grant({ body }: Incoming, tokens: Map<string, number>, now: () => Date): Reply {
  const form = new URLSearchParams(body.toString('utf8'));
  if (form.get('grant_type') !== 'refresh_token')
    return oauthError(400, 'unsupported_grant_type', 'Invalid grant_type');
  if (!form.get('client_id')) return oauthError(401, 'invalid_client', 'The OAuth client was not found.');
  if (form.get('refresh_token') !== REFRESH_TOKEN)
    return oauthError(400, 'invalid_grant', 'Token has been expired or revoked.');
  const token = `ya29.sandbox-${randomUUID()}`;
  tokens.set(token, now().getTime() + TOKEN_LIFE_MS);
  const scope = 'https://www.googleapis.com/auth/gmail.send';
  return json({ access_token: token, expires_in: TOKEN_LIFE_MS / 1000, scope, token_type: 'Bearer' });
}

function hasToken({ headers }: Incoming, tokens: Map<string, number>, now: () => Date): boolean {
  const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
  return (tokens.get(token) ?? 0) > now().getTime();
}

async function send(incoming: Incoming, inbox: Inbox): Promise<Reply> {
  const raw = rawOf(incoming);
  if (!raw)
    return googleError(
      400,
      'invalidArgument',
      "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
    );
  const mail = await parseMail(raw);
  if (mail.recipients.length === 0) return googleError(400);
  inbox.accept(emailsFor(mail, mail.recipients));
  const id = randomUUID().replaceAll('-', '').slice(0, 16);
  return json({ id, threadId: id, labelIds: ['SENT'] });
}

function rawOf({ body }: Incoming): Buffer | null {
  try {
    const { raw } = JSON.parse(body.toString('utf8')) as { raw?: unknown };
    return typeof raw === 'string' && raw !== '' ? Buffer.from(raw, 'base64url') : null;
  } catch {
    return null;
  }
}

async function traitsOf(incoming: Incoming): Promise<Traits> {
  const raw = rawOf(incoming);
  if (!raw) return {};
  const { recipients, from, subject, text } = await parseMail(raw);
  return { to: recipients, from, subject: subject ?? '', text: text ?? '' };
}
