import { Instant } from '#operations/fields.ts';
import { z } from 'zod';

export const MOST_RECIPIENTS = 10_000;
export const MOST_MESSAGES = 10_000;

/** Characters that end a header line or a text where none is expected. */
// oxlint-disable-next-line no-control-regex
const oneLine = (name: string) =>
  z
    .string()
    .refine(
      (text) => !/[\u0000-\u001f\u007f\u2028\u2029]/.test(text),
      `${name} must be one line without control characters`,
    );

export const Title = oneLine('the title').min(1).max(500).describe('Subject, one line of at most 500 characters');
export const Body = z.string().max(500_000).describe('Plain text of at most 500,000 characters');
export const ChannelName = z
  .string()
  .min(1)
  .max(100)
  .describe("A channel of the service's manual, by its name or its kind");
export const AddressText = oneLine('the address').min(1).max(1000).describe('Address on that channel');

const To = z.union(
  [
    z.strictObject({ channel: ChannelName, address: AddressText }),
    z.strictObject({ recipient: z.string().min(1).max(200) }),
  ],
  'must be { channel, address }',
);

/** What `POST /api/messages` takes; times become milliseconds. */
export const MessageInput = z.strictObject({
  service: z.string().describe('Service id, as in its manual'),
  category: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'must be lower-case letters, digits, ".", "_" and "-"')
    .describe('What kind of message it is, such as "digest"'),
  to: z.array(To).min(1).max(MOST_RECIPIENTS),
  title: Title,
  body: Body,
  html: z.string().max(2_000_000).optional().describe('The same as HTML'),
  data: z
    .record(z.string(), z.unknown())
    .refine((data) => JSON.stringify(data).length <= 64_000, 'must be at most 64,000 characters as JSON')
    .optional(),
  link: z.url().max(2000).optional(),
  priority: z.enum(['urgent', 'normal', 'low']).default('normal'),
  key: oneLine('the key').min(1).max(255).optional().describe('Sending twice under one key is accepted once'),
  notBefore: Instant.optional(),
  expiresAt: Instant.optional(),
});
export type MessageInput = z.output<typeof MessageInput>;
