import { HttpError, type HttpReply } from '#platform/http.ts';
import { z } from 'zod';
import { ChannelError, type ChannelContext } from '../../channel.ts';
import { consentHint, type GmailOptions } from './gmail-options.ts';

/** A token is renewed so long before its end: a call that begins with it must also end with it. */
const MARGIN_MS = 5 * 60_000;

const Grant = z.object({ access_token: z.string().min(1), expires_in: z.number().default(3600) });
const Refusal = z.object({ error: z.string(), error_description: z.string().default('') });

/** The access token of one mailbox, had for the refresh token (RFC 6749 section 6) and kept until shortly before its end. */
export class GmailTokens implements AsyncDisposable {
  readonly #options: GmailOptions;
  #token: { value: string; until: number } | undefined;
  #asking: Promise<string> | undefined;

  constructor(options: GmailOptions) {
    this.#options = options;
  }

  /** Throws ChannelError. Who asks meanwhile shares the answer. */
  read(context: ChannelContext): Promise<string> {
    if (this.#token && this.#token.until > context.now()) return Promise.resolve(this.#token.value);
    this.#asking ??= this.#ask(context).finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  forget(): void {
    this.#token = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.forget();
  }

  async #ask(context: ChannelContext): Promise<string> {
    const reply = await this.#post(context);
    const granted = Grant.safeParse(jsonOf(reply));
    if (reply.status === 200 && granted.success) {
      const { access_token: value, expires_in } = granted.data;
      context.secrets.register(value);
      this.#token = { value, until: context.now() + Math.max(expires_in * 1000 - MARGIN_MS, 0) };
      return value;
    }
    throw this.#refusal(reply);
  }

  async #post({ http, secrets, deadlineMs, signal }: ChannelContext): Promise<HttpReply> {
    const { clientId, clientSecret, refreshToken, tokenUrl } = this.#options;
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: clientId,
      client_secret: await secrets.read(clientSecret.secret),
      refresh_token: await secrets.read(refreshToken.secret),
    });
    try {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      return await http.post(tokenUrl, { headers, body: form.toString(), deadlineMs, signal });
    } catch (thrown) {
      if (!(thrown instanceof HttpError)) throw thrown;
      throw new ChannelError('transient', thrown.message, { code: thrown.code, cause: thrown });
    }
  }

  #refusal(reply: HttpReply): ChannelError {
    const { error, error_description: description } = Refusal.safeParse(jsonOf(reply)).data ?? {
      error: '',
      error_description: reply.text.slice(0, 200),
    };
    const answer = `Google's token service answered ${reply.status}: ${[error, description].filter(Boolean).join(', ')}`;
    const code = `gmail.${error || reply.status}`;
    if (reply.status >= 500 || reply.status === 429 || reply.status === 200)
      return new ChannelError('transient', answer, { code });
    const hint =
      error === 'invalid_grant'
        ? consentHint(this.#options)
        : `Check clientId and the secret ${this.#options.clientSecret.secret}.`;
    return new ChannelError('credentials', answer, { code, hint });
  }
}

function jsonOf(reply: HttpReply): unknown {
  try {
    return reply.json();
  } catch {
    return undefined;
  }
}
