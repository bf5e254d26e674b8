import { SecretName } from '#manual/references.ts';
import { z } from 'zod';

/** Gmail by its API: the OAuth client's id, and the names of its secrets. The refresh token needs the scope `gmail.send`. */
export const GmailOptions = z.strictObject({
  clientId: z.string().min(1),
  clientSecret: SecretName,
  refreshToken: SecretName,
  tokenUrl: z.url().default('https://oauth2.googleapis.com/token'),
  apiUrl: z.url().default('https://gmail.googleapis.com'),
});
export type GmailOptions = z.output<typeof GmailOptions>;

export const consentHint = ({ refreshToken }: GmailOptions): string =>
  `Google no longer accepts the refresh token: give consent again and store the new one: toban secrets set ${refreshToken.secret}`;
