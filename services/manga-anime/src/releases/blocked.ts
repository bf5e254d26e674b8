import type { DatabaseSync } from 'node:sqlite';
import type { Blocked } from './filter.ts';

export function blockedWorks(database: DatabaseSync): Blocked {
  const rows = database.prepare('SELECT work_key, reason FROM blocked_works').all();
  return new Map(rows.map((row) => [String(row['work_key']), String(row['reason'])]));
}

export function rememberBlocked(database: DatabaseSync, blocked: Blocked, now: Date): void {
  const save = database.prepare(
    `INSERT INTO blocked_works (work_key, reason, seen_at) VALUES (?, ?, ?)
     ON CONFLICT (work_key) DO UPDATE SET reason = excluded.reason, seen_at = excluded.seen_at`,
  );
  for (const [key, reason] of blocked) save.run(key, reason, now.toISOString());
}
