import type { DatabaseSync } from 'node:sqlite';

/** Releases that have not reached the reader: waiting for a digest, or in one that is under way. */
export function countPending(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS n FROM releases WHERE notified = 0').get()?.['n'] ?? 0);
}

export function lastCollected(database: DatabaseSync): string | null {
  return (
    (database.prepare('SELECT max(last_success_at) AS at FROM sources').get()?.['at'] as string | null | undefined) ??
    null
  );
}
