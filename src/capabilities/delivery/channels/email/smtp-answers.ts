import { ChannelError, type DeliveryOutcome } from '../../channel.ts';

/** A refusal or a failure as nodemailer tells it. */
export type SmtpFailure = Error & {
  responseCode?: number;
  response?: string;
  command?: string;
  code?: string;
  originalCode?: string;
};

const SIGN_IN = new Set([530, 534, 535, 538]);
const UNTRUSTED = /CERT|SIGNATURE|ISSUER|EPROTO|ERR_SSL/;

/** What a failure before the message means: it is the channel's, never the delivery's. */
export function connectionFailure(thrown: unknown, host: string, secret: string | undefined): ChannelError {
  const failure = thrown as SmtpFailure;
  const status = statusOf(failure);
  const answer = `${host}: ${textOf(failure)}`;
  const details = { code: codeOf(failure, status), cause: thrown };
  if (status !== undefined && SIGN_IN.has(status)) {
    return new ChannelError('credentials', answer, { ...details, hint: signInHint(secret) });
  }
  if (UNTRUSTED.test(failure.originalCode ?? '')) {
    return new ChannelError('credentials', answer, {
      ...details,
      hint: `${host} does not prove who it is: check the host, or trust its certificate by "ca".`,
    });
  }
  const forGood =
    (status !== undefined && status >= 500) ||
    (failure.code === 'EAUTH' && status === undefined && failure.command === 'API');
  if (forGood) {
    return new ChannelError('credentials', answer, {
      ...details,
      hint: 'The server does not let us in: check host, port, secure and user in the manual.',
    });
  }
  return new ChannelError('transient', answer, details);
}

const signInHint = (secret: string | undefined): string =>
  secret
    ? `The user or the secret ${secret} is wrong (Gmail: an app password). Set it: toban secrets set ${secret}`
    : 'The server asks for a user and a password: give both in the manual.';

/**
 * What a failure at the message means. `ended`: whether the whole text, with its final dot, may have reached the server:
 * then without an answer nobody knows what became of it.
 */
export function messageFailure(
  thrown: unknown,
  ended: boolean,
  host: string,
  secret: string | undefined,
): DeliveryOutcome {
  const failure = thrown as SmtpFailure;
  const status = statusOf(failure);
  const answer = textOf(failure);
  if (status === undefined) {
    if (ended) return { kind: 'unknown', answer: `The message was sent, but ${host} did not answer: ${answer}` };
    if (failure.code === 'EMESSAGE') return { kind: 'refused', code: 'smtp.too-large', answer };
    return { kind: 'retry', code: codeOf(failure, status), answer };
  }
  if (SIGN_IN.has(status)) throw connectionFailure(thrown, host, secret);
  const code = codeOf(failure, status);
  if (status < 500) return { kind: 'retry', code, answer };
  if (isGone(failure, status)) return { kind: 'gone', code, answer };
  return { kind: 'refused', code, answer, ...refusalOf(failure, status) };
}

/** The mailbox or its name does not exist. A refusal by policy (5.7.x) says nothing about the address. */
function isGone(failure: SmtpFailure, status: number): boolean {
  if (failure.command !== 'RCPT TO' || ![550, 551, 553].includes(status)) return false;
  const enhanced = enhancedOf(failure);
  return enhanced === undefined || /^5\.(1\.|2\.1$)/.test(enhanced) || enhanced === '5.0.0' || enhanced === '5.4.4';
}

function refusalOf(failure: SmtpFailure, status: number): { retryable: boolean; hint?: string } {
  const enhanced = enhancedOf(failure) ?? '';
  if (failure.command === 'MAIL FROM' && status !== 552) {
    return { retryable: true, hint: 'The server refuses this sender: check "from" in the manual.' };
  }
  if (enhanced === '5.3.4' || (status === 552 && enhanced !== '5.2.2'))
    return { retryable: false, hint: 'The message is too large.' };
  if (enhanced.startsWith('5.1.')) return { retryable: false };
  return { retryable: true, hint: 'When the cause is mended: toban delivery retry' };
}

/** The reply's code, when it is one of RFC 5321. */
function statusOf({ responseCode }: SmtpFailure): number | undefined {
  return responseCode !== undefined && responseCode >= 400 && responseCode <= 599 ? responseCode : undefined;
}

const enhancedOf = ({ response }: SmtpFailure): string | undefined =>
  /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];

function codeOf(failure: SmtpFailure, status: number | undefined): string {
  if (status !== undefined) return `smtp.${status}`;
  const cause = failure.originalCode ?? failure.code;
  return cause ? `smtp.${cause.toLowerCase()}` : 'smtp.closed';
}

const textOf = ({ response, message }: SmtpFailure): string => (response ?? message).slice(0, 1000);
