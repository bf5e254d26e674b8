import MailComposer from 'nodemailer/lib/mail-composer';
import type { Outgoing } from '../../channel.ts';

/**
 * The message as RFC 5322 text: UTF-8, text with HTML beside it where there is some. Message-ID and date are those of
 * the delivery, the same on every attempt, so that mailboxes can tell a repetition.
 */
export function composeMail(delivery: Outgoing, from: string): Promise<Buffer> {
  const { id, address, title, body, html, link, createdAt } = delivery;
  const text = link && !body.includes(link) ? `${body}\n\n${link}\n` : body;
  const composer = new MailComposer({
    from,
    to: { name: '', address },
    subject: title,
    text,
    ...(html !== null && { html }),
    messageId: `<${id}@toban>`,
    date: new Date(createdAt),
    headers: { 'X-Toban-Delivery': id, 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** The bare address of a sender written as `Name <name@example.com>`. */
export const senderOf = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
