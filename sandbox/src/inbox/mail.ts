import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import type { NewMessage } from './inbox.ts';

const KEY_HEADERS = ['idempotency-key', 'x-idempotency-key'];

export type ParsedMail = Omit<NewMessage, 'to' | 'channel'> & { recipients: string[]; from: string };

/** Reads an RFC 5322 message. `recipients` are those of its headers; an SMTP envelope overrides them. */
export async function parseMail(raw: Buffer): Promise<ParsedMail> {
  const mail = await PostalMime.parse(raw);
  const headers: Record<string, string> = {};
  for (const { key, value } of mail.headers) headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  return {
    subject: mail.subject ?? null,
    text: mail.text ?? null,
    html: mail.html || null,
    headers,
    key: KEY_HEADERS.map((name) => headers[name]).find(Boolean) ?? mail.messageId ?? null,
    recipients: recipientsOf(mail),
    from: mail.from?.address ?? '',
  };
}

function recipientsOf(mail: Email): string[] {
  const all = [...(mail.to ?? []), ...(mail.cc ?? []), ...(mail.bcc ?? [])];
  const mailboxes = all.flatMap((address) => address.group ?? [address]);
  return [...new Set(mailboxes.map((mailbox) => mailbox.address).filter((address) => address !== undefined))];
}

export function emailsFor(mail: ParsedMail, recipients: string[]): NewMessage[] {
  const { subject, text, html, headers, key } = mail;
  return recipients.map((to) => ({ channel: 'email', to, subject, text, html, headers, key }));
}
