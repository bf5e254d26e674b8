import { type SelectQueryBuilder, sql } from 'kysely';
import type { Db, DialectName } from './store.ts';

/** Rows that nobody else is claiming. SQLite has one writer, so there is nobody else. */
export function skippingLocked<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  dialect: DialectName,
): SelectQueryBuilder<DB, TB, O> {
  return dialect === 'postgres' ? query.forUpdate().skipLocked() : query;
}

/** Lets one transaction at a time pass, until it ends. On SQLite a write transaction is alone already. */
export async function takeTurns(trx: Db, dialect: DialectName, subject: string): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(hashtext(${subject}))`.execute(trx);
}
