import { OpsError } from '#platform/errors.ts';
import { rfc3339 } from '#platform/clock.ts';
import type { Db } from '#platform/db/store.ts';
import { appendAudit, type AuditEntry } from '#operations/audit.ts';
import { resident, type Toban } from '#operations/context.ts';
import type { SessionRow, SignInFailureRow } from './schema.ts';

/**
 * What sign-in keeps in memory while the store has no room: people must get in to stop things and to make room. The
 * audit is owed and written as soon as it can be; sessions kept here end with the process.
 */
export type Reserve = {
  failures: SignInFailureRow[];
  sessions: Map<string, SessionRow>;
  ended: Set<string>;
  owed: AuditEntry[];
};

const MOST_OWED = 10_000;

export const reserveOf = resident<Reserve>(() => ({ failures: [], sessions: new Map(), ended: new Set(), owed: [] }));

/** Writes the change with its audit in one transaction; without room for it, `keep` keeps it in memory. */
export async function record(
  toban: Toban,
  entry: AuditEntry,
  write: (trx: Db) => Promise<unknown>,
  keep: (reserve: Reserve) => unknown,
) {
  await orInMemory(
    toban,
    async (trx) => {
      await write(trx);
      await appendAudit(toban, trx, entry);
    },
    async (reserve) => {
      keep(reserve);
      const at = rfc3339(toban.clock.now());
      if (reserve.owed.length < MOST_OWED) reserve.owed.push({ ...entry, detail: { ...entry.detail, at } });
      toban.log.error('the store has no room: a sign-in is kept in memory', {
        action: entry.action,
        name: entry.actor.name,
      });
    },
  );
  toban.events.publish({ topic: 'access' });
}

export async function orInMemory<T>(
  toban: Toban,
  write: (trx: Db) => Promise<T>,
  keep: (reserve: Reserve) => Promise<T>,
): Promise<T> {
  try {
    return await toban.store.transaction(write);
  } catch (thrown) {
    if (!(thrown instanceof OpsError) || !['store.full', 'store.io'].includes(thrown.code)) throw thrown;
    return keep(reserveOf(toban));
  }
}

/** Writes the audit that is owed. Throws while there is still no room. */
export async function payAudit(toban: Toban): Promise<void> {
  const { owed } = reserveOf(toban);
  for (let entry = owed[0]; entry; entry = owed[0]) {
    const due = entry;
    await toban.store.transaction((trx) => appendAudit(toban, trx, due));
    owed.shift();
  }
}
