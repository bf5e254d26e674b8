import { z } from 'zod';
import { defineChannel } from '../../channel.ts';
import { checkEmail } from './address.ts';
import { GmailOptions } from './gmail-options.ts';
import { SmtpOptions } from './smtp-options.ts';

/** Mail by any SMTP server, or by Gmail's API. */
export const email = defineChannel({
  kind: 'email',
  batch: 1,
  concurrency: 5,
  options: z
    .strictObject({
      /** The sender, as `name@example.com` or `Name <name@example.com>`. */
      from: z.string().min(3),
      smtp: SmtpOptions.optional(),
      gmail: GmailOptions.optional(),
    })
    .refine(({ smtp, gmail }) => (smtp === undefined) !== (gmail === undefined), 'needs either smtp or gmail'),
  checkAddress: checkEmail,

  async send([delivery], context) {
    if (!delivery) return [];
    const { from, smtp, gmail } = context.options;
    // Loaded at the first mail: most commands send none.
    if (smtp) return [await (await import('./smtp.ts')).sendBySmtp(delivery, from, smtp, context)];
    if (gmail) return [await (await import('./gmail.ts')).sendByGmail(delivery, from, gmail, context)];
    throw new Error('The options name neither smtp nor gmail.');
  },
});
