import { OpsError } from '#platform/errors.ts';

const DEPTH = 6;

/**
 * The fields as they may leave: texts and names redacted, errors as plain objects with code, hint and cause.
 * Numbers and booleans stay what they are, so the line stays the JSON it was.
 */
export function redactedFields(
  fields: Record<string, unknown>,
  redact: (text: string) => string,
): Record<string, unknown> {
  return entriesRedacted(fields, redact, 0);
}

function entriesRedacted(value: object, redact: (text: string) => string, depth: number): Record<string, unknown> {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined && typeof field !== 'function');
  return Object.fromEntries(entries.map(([name, field]) => [redact(name), redacted(field, redact, depth + 1)]));
}

function redacted(value: unknown, redact: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (depth >= DEPTH) return '[deeper]';
  if (value instanceof Error) return entriesRedacted(plainError(value), redact, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return entriesRedacted(Object.fromEntries(value), redact, depth);
  if (value instanceof Set || Array.isArray(value)) return [...value].map((item) => redacted(item, redact, depth + 1));
  return entriesRedacted(value, redact, depth);
}

function plainError(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const code = (error as NodeJS.ErrnoException).code;
  const hint = error instanceof OpsError ? error.hint : undefined;
  return { name, message, code, hint, stack, cause };
}
