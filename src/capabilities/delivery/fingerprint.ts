import { createHash } from 'node:crypto';
import type { MessageInput } from './message.ts';

/** A digest of what a message says and to whom, whatever the order of its fields. */
export function fingerprintOf(input: MessageInput): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(input)))
    .digest('base64url');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, sorted(field)]),
  );
}
