import type { z } from 'zod';
import type { Reply } from '../fetching/http.ts';
import { SourceError } from '../fetching/source-error.ts';

/** A provider's JSON, checked. Says what came instead when it is something else. */
export function parseJson<Schema extends z.ZodType>(schema: Schema, reply: Reply, provider: string): z.infer<Schema> {
  const text = new TextDecoder().decode(reply.bytes);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new SourceError(`${provider} answered no JSON: ${JSON.stringify(text.slice(0, 80))}`, { cause });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SourceError(`${provider} answered JSON of another shape: ${issue?.path.join('.')}: ${issue?.message}`);
}
