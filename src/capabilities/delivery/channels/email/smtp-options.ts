import { SecretName } from '#manual/references.ts';
import { z } from 'zod';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/i;

/**
 * A mail server. `secure`: `tls` from the first byte, `starttls` refuses a server that cannot encrypt, `none` sends in
 * the clear. Left out: `tls` on port 465, `starttls` where a password is given and the server is another machine.
 */
export const SmtpOptions = z
  .strictObject({
    host: z.string().min(1),
    port: z.coerce.number().int().min(1).max(65_535),
    user: z.string().min(1).optional(),
    password: SecretName.optional(),
    secure: z.enum(['starttls', 'tls', 'none']).optional(),
    /** Certificates in PEM to trust besides the well-known ones, for a server inside the house. */
    ca: z.string().optional(),
  })
  .refine(({ user, password }) => !user || password, "a user needs a password: { password: secret('SMTP_PASSWORD') }")
  .refine(
    (options) => !options.user || securityOf(options) !== 'none' || LOOPBACK.test(options.host),
    'would send the password in the clear: use secure "starttls" or "tls"',
  );
export type SmtpOptions = z.output<typeof SmtpOptions>;

export function securityOf({
  secure,
  port,
  user,
  host,
}: {
  secure?: string | undefined;
  port: number;
  user?: string | undefined;
  host: string;
}) {
  if (secure !== undefined) return secure as 'starttls' | 'tls' | 'none';
  if (port === 465) return 'tls';
  return user && !LOOPBACK.test(host) ? 'starttls' : 'none';
}
