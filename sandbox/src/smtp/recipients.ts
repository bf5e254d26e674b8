import { SmtpRefusal } from './refusal.ts';

/** Addresses whose local part asks for a refusal, as mailbox providers give it. Everything else is welcome. */
export function checkRecipient(address: string, greylisted: Set<string>): void {
  const local = address.split('@')[0]?.toLowerCase() ?? '';
  if (/bounce|unknown-user/.test(local)) {
    throw new SmtpRefusal(550, '5.1.1 The email account that you tried to reach does not exist');
  }
  if (/(^|[^a-z])full([^a-z]|$)/.test(local)) throw new SmtpRefusal(552, '5.2.2 The recipient mailbox is full');
  if (local.includes('greylist') && !greylisted.has(address)) {
    greylisted.add(address);
    throw new SmtpRefusal(451, '4.7.1 Greylisted, please try again later');
  }
}
