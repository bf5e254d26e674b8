import { z } from 'zod';

export const SecretKey = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a name such as SMTP_PASSWORD')
  .describe('Name of the secret, as manuals call it');
