import { z } from 'zod';
import { SecretName } from './references.ts';
import { Text } from './text.ts';

export const Database = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sqlite'), name: z.string(), path: z.string() }),
  z.object({ kind: z.literal('postgres'), name: z.string(), url: SecretName }),
]);
export type Database = z.infer<typeof Database>;

/** A service's SQLite database; the path is relative to the service's folder. */
export const sqlite = (name: string, path: string): Database => ({ kind: 'sqlite', name, path });
/** A service's PostgreSQL database; the secret holds its URL. */
export const postgres = (name: string, url: SecretName): Database => ({ kind: 'postgres', name, url });

/**
 * A number, or a table, read from a service's own database. The SQL may use `:since` and `:until`: the bounds of the
 * day or week that is asked about, in UTC, as RFC 3339 text; `:day` and `:untilDay` are the same as dates in the zone.
 */
export const Figure = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: Text,
  of: Database,
  sql: z.string(),
  /** Where it is shown: now (`status`), of a day or of a week. */
  in: z.array(z.enum(['status', 'daily', 'weekly'])).min(1),
  /** A table's columns; without them the figure is the first column of the first row. */
  columns: z.array(z.object({ name: z.string(), title: Text })).optional(),
  unit: z.enum(['count', 'percent', 'bytes', 'ms']).default('count'),
});
export type Figure = z.infer<typeof Figure>;
