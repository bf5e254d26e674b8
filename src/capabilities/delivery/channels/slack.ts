import { HttpError, type HttpReply, retryAfterMs } from '#platform/http.ts';
import { SecretName } from '#manual/references.ts';
import { z } from 'zod';
import { ChannelError, defineChannel, type DeliveryOutcome } from '../channel.ts';

/** What Slack answers when the webhook itself no longer works, whatever is posted to it. */
const CLOSED = new Set([
  'no_service',
  'no_active_hooks',
  'no_team',
  'team_disabled',
  'invalid_token',
  'channel_not_found',
]);

/**
 * Notices by an incoming webhook (docs.slack.dev/messaging/sending-messages-using-incoming-webhooks). The webhook leads
 * to one channel of one workspace; the address only says, to people, which that is.
 */
export const slack = defineChannel({
  kind: 'slack',
  batch: 1,
  // Slack takes about one message a second from a webhook.
  concurrency: 1,
  options: z.strictObject({ webhook: SecretName }),
  checkAddress: (address) => (/^\S{1,100}$/.test(address) ? undefined : 'is no name of a channel, such as #ops'),

  async send([delivery], { options, http, secrets, deadlineMs, signal, now, permit }) {
    if (!delivery) return [];
    const webhook = await secrets.read(options.webhook.secret);
    await permit();
    try {
      const reply = await http.post(webhook, {
        headers: { 'content-type': 'application/json', 'idempotency-key': delivery.id },
        body: JSON.stringify({ text: textOf(delivery) }),
        deadlineMs,
        signal,
      });
      return [outcomeOf(reply, options.webhook.secret, now())];
    } catch (thrown) {
      if (!(thrown instanceof HttpError)) throw thrown;
      if (thrown.sent) return [{ kind: 'unknown', answer: thrown.message }];
      throw new ChannelError('transient', thrown.message, { code: thrown.code, cause: thrown });
    }
  },
});

/** As mrkdwn; the three characters that it gives a meaning are made plain, so that no text can mention everybody. */
function textOf({ title, body, link }: { title: string; body: string; link: string | null }): string {
  const plain = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [`*${plain(title)}*`, plain(body), ...(link ? [plain(link)] : [])].filter(Boolean).join('\n');
}

function outcomeOf({ status, headers, text }: HttpReply, secretName: string, now: number): DeliveryOutcome {
  const said = text.trim().slice(0, 200);
  const answer = `Slack answered ${status}: ${said}`;
  const code = `slack.${/^[a-z_]+$/.test(said) ? said : status}`;
  if (status === 200) return { kind: 'accepted', answer };
  if (CLOSED.has(said) || status === 403) {
    throw new ChannelError('credentials', answer, {
      code,
      hint: `Make a new webhook in Slack, then: toban secrets set ${secretName}`,
    });
  }
  const wait = { code, retryAfterMs: retryAfterMs(headers, now) };
  if (status === 429) throw new ChannelError('throttled', answer, wait);
  if (status >= 500) throw new ChannelError('transient', answer, wait);
  return { kind: status === 410 ? 'gone' : 'refused', code, answer };
}
