import { OpsError } from '#platform/errors.ts';
import type { z } from 'zod';

/** A request's body as the route wants it. Throws OpsError `request.invalid` with every problem at once. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new OpsError(
    'request.invalid',
    `The body does not fit: ${problems.map(({ path, message }) => `${path}: ${message}`).join('; ')}`,
    {
      kind: 'usage',
      problems,
      hint: 'See /api/openapi.json for what it takes.',
    },
  );
}
