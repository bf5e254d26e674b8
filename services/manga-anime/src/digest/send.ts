import { TobanError, type Client, type Message } from 'toban/client';
import { messageOf, type Context } from '../context.ts';
import { discardDigest, markAccepted, type Digest } from './records.ts';

/** `waiting`: it may have been taken or not; the next run hands it over again under the same key. */
export type HandOver = 'accepted' | 'blocked' | 'refused' | 'waiting';

const ATTEMPTS = 3;
// Toban has read the message and will not take these words, now or later.
const REFUSALS = new Set([400, 404, 413, 415, 422]);

/** Hands a prepared digest to Toban. The key makes a second hand-over harmless. */
export async function handOver(context: Context, client: Client, digest: Digest): Promise<HandOver> {
  const { database, log } = context;
  log('info', `送信開始: ${digest.title}`, { digest: digest.id, key: digest.key, entries: digest.entries });
  try {
    const { message } = await sendWithRetries(context, client, messageFrom(digest, context.settings.to));
    markAccepted(database, digest.id, message);
    return 'accepted';
  } catch (error) {
    const outcome = judge(error);
    if (outcome === 'refused') discardDigest(database, digest.id);
    const { code, hint } = error instanceof TobanError ? error : { code: undefined, hint: undefined };
    log(outcome === 'blocked' ? 'warn' : 'error', `送信失敗: ${digest.title}: ${messageOf(error)}`, {
      digest: digest.id,
      code,
      hint,
    });
    return outcome;
  }
}

const messageFrom = (digest: Digest, to: string[]): Message => ({
  category: 'digest',
  to: to.map((address) => ({ channel: 'email', address })),
  title: digest.title,
  body: digest.body,
  html: digest.html,
  key: digest.key,
});

async function sendWithRetries({ clock }: Context, client: Client, message: Message): Promise<{ message: string }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await client.send(message);
    } catch (error) {
      const again = error instanceof TobanError && error.retryable && !isBlocked(error) && attempt < ATTEMPTS;
      if (!again) throw error;
      await clock.sleep(250 * 2 ** (attempt - 1) * (1 + clock.random()));
    }
  }
}

function judge(error: unknown): HandOver {
  if (!(error instanceof TobanError)) return 'waiting';
  if (isBlocked(error)) return 'blocked';
  return REFUSALS.has(error.status) ? 'refused' : 'waiting';
}

/** An emergency stop, a pause or a closed intake, told by the code's first or last word. */
export const isBlocked = ({ code, status }: TobanError): boolean =>
  status === 423 || /(^|[.-])(emergency|stop|stopped|pause|paused|blocked|closed)([.-]|$)/.test(code);
