import { HttpError, type HttpReply, retryAfterMs } from '#platform/http.ts';
import { z } from 'zod';
import { ChannelError, type ChannelContext, type DeliveryOutcome, type Outgoing } from '../../channel.ts';
import { composeMail } from './compose.ts';
import { consentHint, type GmailOptions } from './gmail-options.ts';
import { GmailTokens } from './gmail-tokens.ts';

/** 403 for these asks for patience; for anything else it means no. */
const RATE_REASONS = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded']);
const DAY_REASONS = new Set(['dailyLimitExceeded']);

/** `users.messages.send` (developers.google.com/workspace/gmail/api/reference/rest/v1/users.messages/send). */
export async function sendByGmail(
  delivery: Outgoing,
  from: string,
  options: GmailOptions,
  context: ChannelContext,
): Promise<DeliveryOutcome> {
  const raw = (await composeMail(delivery, from)).toString('base64url');
  const tokens = context.keep(() => new GmailTokens(options));
  const first = await post(raw, await tokens.read(context), options, context);
  if (first.status !== 401) return outcomeOf(first, options, context);
  // The token may have been revoked before its time: one new one is worth a try, for Google sent nothing.
  tokens.forget();
  return outcomeOf(await post(raw, await tokens.read(context), options, context), options, context);
}

async function post(
  raw: string,
  token: string,
  options: GmailOptions,
  context: ChannelContext,
): Promise<HttpReply | { status: 0; error: HttpError }> {
  await context.permit();
  try {
    return await context.http.post(
      new URL('gmail/v1/users/me/messages/send', `${options.apiUrl.replace(/\/$/, '')}/`).href,
      {
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ raw }),
        deadlineMs: context.deadlineMs,
        signal: context.signal,
      },
    );
  } catch (thrown) {
    if (thrown instanceof HttpError) return { status: 0, error: thrown };
    throw thrown;
  }
}

type Answered = Awaited<ReturnType<typeof post>>;

function outcomeOf(reply: Answered, options: GmailOptions, context: ChannelContext): DeliveryOutcome {
  if (!('headers' in reply)) {
    if (reply.error.sent) return { kind: 'unknown', answer: reply.error.message };
    throw new ChannelError('transient', reply.error.message, { code: reply.error.code, cause: reply.error });
  }
  const { status } = reply;
  if (status >= 200 && status < 300) return acceptedBy(reply);
  const { reason, message } = readFailure(reply);
  const code = `gmail.${reason || status}`;
  const answer = `Gmail answered ${status}: ${message}`;
  const wait = retryAfterMs(reply.headers, context.now());
  if (status === 429 || (status === 403 && RATE_REASONS.has(reason)))
    throw new ChannelError('throttled', answer, { code, retryAfterMs: wait });
  if (status === 403 && DAY_REASONS.has(reason))
    throw new ChannelError('throttled', answer, { code, retryAfterMs: wait ?? 3_600_000 });
  if (status === 401) throw new ChannelError('credentials', answer, { code, hint: consentHint(options) });
  if (status === 403)
    throw new ChannelError('credentials', answer, {
      code,
      hint: 'Google refuses this account or client: see its answer, and the scope gmail.send of the refresh token.',
    });
  // Some contents make Gmail stumble each time: a 500 counts against the delivery, so that it ends.
  if (status === 500) return { kind: 'retry', code, answer, retryAfterMs: wait };
  if (status > 500) throw new ChannelError('transient', answer, { code, retryAfterMs: wait });
  return { kind: 'refused', code, answer, retryable: false };
}

function acceptedBy(reply: HttpReply): DeliveryOutcome {
  const parsed = z.object({ id: z.string() }).safeParse(safeJson(reply));
  return parsed.success
    ? { kind: 'accepted', providerId: parsed.data.id, answer: `${reply.status}` }
    : { kind: 'unknown', answer: `Gmail answered ${reply.status} without the id of the message.` };
}

const Failure = z.object({
  error: z.object({ message: z.string().default(''), errors: z.array(z.object({ reason: z.string() })).default([]) }),
});

function readFailure(reply: HttpReply): { reason: string; message: string } {
  const parsed = Failure.safeParse(safeJson(reply));
  if (!parsed.success) return { reason: '', message: reply.text.slice(0, 200) };
  return { reason: parsed.data.error.errors[0]?.reason ?? '', message: parsed.data.error.message.slice(0, 500) };
}

function safeJson(reply: HttpReply): unknown {
  try {
    return reply.json();
  } catch {
    return undefined;
  }
}
