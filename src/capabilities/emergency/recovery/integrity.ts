import { resolve } from 'node:path';
import { OpsError } from '#platform/errors.ts';
import type { Toban } from '#operations/context.ts';

export type CheckedDatabase = { service: string; name: string; path: string };

const DEADLINE_MS = 30 * 60_000;
const MOST_SHOWN = 5;

/** What the check found good, in a few words; undefined when there is no such file. Throws OpsError `recovery.database`. */
export async function checkIntegrity(
  toban: Toban,
  database: CheckedDatabase,
  folder: string,
): Promise<string | undefined> {
  const path = resolve(folder, database.path);
  if (!(await toban.files.stat(path))) return undefined;
  const broken = await verdicts(toban, path, 'PRAGMA integrity_check').catch((thrown: unknown) => [
    (thrown as Error).message,
  ]);
  const damage = broken.filter((verdict) => verdict !== 'ok');
  if (damage.length > 0) throw damaged(database, path, `is damaged: ${some(damage)}`);
  const orphans = await toban.store.scanner.scan(path, 'PRAGMA foreign_key_check', [], DEADLINE_MS);
  if (orphans.rows.length > 0) {
    const tables = [...new Set(orphans.rows.map((row) => `${String(row['table'])} → ${String(row['parent'])}`))];
    throw damaged(database, path, `has ${orphans.rows.length} row(s) that refer to what is not there: ${some(tables)}`);
  }
  return 'intact';
}

async function verdicts(toban: Toban, path: string, pragma: string): Promise<string[]> {
  const { rows } = await toban.store.scanner.scan(path, pragma, [], DEADLINE_MS);
  return rows.map((row) => String(Object.values(row)[0]));
}

const some = (words: string[]): string =>
  words.slice(0, MOST_SHOWN).join('; ') + (words.length > MOST_SHOWN ? ` (and ${words.length - MOST_SHOWN} more)` : '');

const damaged = ({ service, name }: CheckedDatabase, path: string, what: string): OpsError =>
  new OpsError('recovery.database', `The database ${name} of ${service} ${what}.`, {
    hint: `Leave the service stopped. Copy ${path} away, put the newest good backup in its place, then: toban emergency recover ${service}`,
  });
