import { OpsError } from '#platform/errors.ts';
import type { z } from 'zod';

/** The input as the definition wants it. Throws OpsError `input.invalid` with every problem at once. */
export function parseInput<Input extends z.ZodObject>(name: string, schema: Input, input: unknown): z.output<Input> {
  const parsed = schema.strict().safeParse(input ?? {});
  if (parsed.success) return parsed.data as z.output<Input>;
  const problems = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const list = problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  throw new OpsError('input.invalid', `The input of ${name} does not fit: ${list}`, {
    kind: 'usage',
    problems,
    hint: `See what it takes: toban ${name.replace('.', ' ')} --help`,
  });
}
