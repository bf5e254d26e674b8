import { OpsError } from '../errors.ts';

const SQLITE_FULL = 13;
const SQLITE_IOERR = 10;
/** On a full disk the memory that SQLite shares between processes cannot be laid out. */
const SQLITE_IOERR_SHMSIZE = 4874;
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;
/** PostgreSQL's classes 08 (connection), 57P (it is shutting down) and 25P03 (it ended an idle transaction), and the network's own. */
const AWAY =
  /^(08\w{3}|57P0[1-4]|25P03|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/;
const AWAY_WORDS = /Connection terminated|timeout exceeded when trying to connect|not queryable/;

/** A database's failure in words that say what to do; anything else (a broken constraint, say) as it came. */
export function storeErrorFrom(thrown: unknown): unknown {
  const { errcode, code, message } = thrown as { errcode?: number; code?: string; message?: string };
  const cause = thrown;
  const primary = errcode === undefined ? undefined : errcode & 0xff;
  if (primary === SQLITE_FULL || errcode === SQLITE_IOERR_SHMSIZE || code === '53100') {
    return new OpsError('store.full', 'The disk that holds the store is full; nothing was accepted.', {
      kind: 'unavailable',
      hint: 'Free some space; Toban goes on by itself. See: df -h',
      cause,
    });
  }
  if (primary === SQLITE_CORRUPT || primary === SQLITE_NOTADB || code === 'XX001') {
    return corrupt(message ?? '', cause);
  }
  if (primary === SQLITE_IOERR) {
    return new OpsError('store.io', `The disk that holds the store failed (${message}).`, {
      kind: 'unavailable',
      hint: 'Look at the disk: dmesg | tail',
      cause,
    });
  }
  if (primary === SQLITE_BUSY) {
    return new OpsError('store.busy', 'Another process holds the store.', {
      kind: 'unavailable',
      hint: 'Try again, or see who holds it: toban status',
      cause,
    });
  }
  if (AWAY.test(code ?? '') || (thrown instanceof Error && AWAY_WORDS.test(thrown.message))) {
    return new OpsError('store.unreachable', `The store does not answer (${message}).`, {
      kind: 'unavailable',
      hint: 'Look at the database server that DATABASE_URL names; Toban goes on by itself once it answers.',
      cause,
    });
  }
  return thrown;
}

export const corrupt = (what: string, cause?: unknown): OpsError =>
  new OpsError('store.corrupt', `The store is damaged (${what}); nothing more is written to it.`, {
    kind: 'unavailable',
    hint: 'Stop Toban, copy the data folder away, and put the newest verified backup of the store in its place.',
    cause,
  });

/** Whether a write failed because a row with that unique key exists already. */
export function isUniqueViolation(thrown: unknown): boolean {
  const { errcode, code } = thrown as { errcode?: number; code?: string };
  return code === '23505' || errcode === 2067 || errcode === 1555;
}
