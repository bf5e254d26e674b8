import { sql } from 'kysely';
import type { Db } from './store.ts';

type Transaction = <T>(work: (trx: Db) => Promise<T>) => Promise<T>;
type Entry = { work(trx: Db): Promise<unknown>; resolve(value: unknown): void; reject(error: unknown): void };
type Outcome = { value: unknown } | { error: unknown };

const MOST_IN_ONE = 256;

/**
 * Puts the changes that wait at the same time into one transaction, each behind a savepoint of its own, so that they
 * share one sync of the disk. A change that fails spoils none of the others; a commit that fails fails them all.
 */
export function groupCommits(transaction: Transaction): Transaction {
  const waiting: Entry[] = [];
  let draining = false;

  async function drain(): Promise<void> {
    draining = true;
    // One turn of the event loop lets everything that has arrived by now share the commit.
    await new Promise(setImmediate);
    while (waiting.length > 0) await commitTogether(transaction, waiting.splice(0, MOST_IN_ONE));
    draining = false;
  }

  return <T>(work: (trx: Db) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      if (!draining) void drain();
    });
}

async function commitTogether(transaction: Transaction, entries: Entry[]): Promise<void> {
  let outcomes: Outcome[];
  try {
    outcomes = await transaction(async (trx) => {
      const made: Outcome[] = [];
      for (const entry of entries) made.push(await behindSavepoint(trx, entry));
      return made;
    });
  } catch (error) {
    for (const entry of entries) entry.reject(error);
    return;
  }
  for (const [index, outcome] of outcomes.entries()) {
    if ('error' in outcome) entries[index]?.reject(outcome.error);
    else entries[index]?.resolve(outcome.value);
  }
}

async function behindSavepoint(trx: Db, entry: Entry): Promise<Outcome> {
  await sql`savepoint entry`.execute(trx);
  try {
    const value = await entry.work(trx);
    await sql`release entry`.execute(trx);
    return { value };
  } catch (error) {
    await sql`rollback to entry`.execute(trx);
    await sql`release entry`.execute(trx);
    return { error };
  }
}
