import type { z } from 'zod';

/** The input as it may be kept: fields that the schema marks with `.meta({ secret: true })` are put out. */
export function withoutSecrets(schema: z.ZodObject, input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([field, value]) => {
      const { secret } = (schema.shape[field] as z.ZodType | undefined)?.meta() ?? {};
      return [field, secret && value !== undefined ? '[redacted]' : value];
    }),
  );
}
