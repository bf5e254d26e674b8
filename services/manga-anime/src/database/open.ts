import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from './schema.ts';

export type OpenOptions = { busyTimeoutMs?: number };

/** Opens the database, makes it when it is missing, and brings its schema up to date. */
export function openDatabase(file: string, { busyTimeoutMs = 5000 }: OpenOptions = {}): DatabaseSync {
  if (file !== ':memory:') mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
  migrate(database);
  return database;
}

/** For looking only: an existing file is opened read-only, and a missing one is not made. */
export function openForReading(file: string): DatabaseSync {
  if (!existsSync(file)) return openDatabase(':memory:');
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  const problem = schemaProblem(database);
  if (!problem) return database;
  database.close();
  throw new Error(`${file}: ${problem}`);
}

/** What is wrong with the schema's version, or undefined. */
export function schemaProblem(database: DatabaseSync): string | undefined {
  const version = versionOf(database);
  if (version === MIGRATIONS.length) return undefined;
  if (version < MIGRATIONS.length)
    return `schema ${version} is older than ${MIGRATIONS.length}: collect once to bring it up to date`;
  return `schema ${version} was written by a newer release of this program, which knows ${MIGRATIONS.length}`;
}

/** Runs the work in one transaction that takes the write lock at its start. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function migrate(database: DatabaseSync): void {
  if (versionOf(database) === MIGRATIONS.length) return;
  inTransaction(database, () => {
    const from = versionOf(database);
    if (from > MIGRATIONS.length) throw new Error(`The database's ${schemaProblem(database)}.`);
    for (const statements of MIGRATIONS.slice(from)) database.exec(statements);
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}
