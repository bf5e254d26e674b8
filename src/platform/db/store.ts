import { AsyncLocalStorage } from 'node:async_hooks';
import { type Compilable, Kysely, PostgresDialect, sql } from 'kysely';
import { OpsError } from '../errors.ts';
import { Damage } from './damage.ts';
import { groupCommits } from './group-commit.ts';
import { openScanner, type Scanner } from './scan.ts';
import { sqliteDialect } from './sqlite-dialect.ts';

/** Each capability knows its own tables: its `records.ts` takes this as `Kysely<ItsTables>`. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Db = Kysely<any>;

export type DialectName = 'sqlite' | 'postgres';

/** Where Toban keeps all that it must not lose: a SQLite file of its own, or a PostgreSQL database shared by nodes. */
export type Store = {
  readonly dialect: DialectName;
  readonly db: Db;
  /** Runs `work` in one transaction. Using `db` instead of the given handle inside of it is refused, as it would wait for ever. */
  transaction<T>(work: (trx: Db) => Promise<T>): Promise<T>;
  /** As `transaction`, but many at a time share one sync of the disk. Resolves once durable. */
  commit<T>(work: (trx: Db) => Promise<T>): Promise<T>;
  /** A read that may take long: off the main thread on SQLite. */
  scan<Row>(query: Compilable<Row>): Promise<Row[]>;
  /** Reads SQLite files of services. */
  readonly scanner: Scanner;
  /** What is known to be wrong with it: then every write is refused with this. */
  damage(): OpsError | undefined;
  /** Reads all of it, which takes a while, and answers what is wrong. */
  verify(): Promise<OpsError | undefined>;
  close(): Promise<void>;
};

export type StoreOptions = { path: string } | { url: string };

export async function openStore(options: StoreOptions): Promise<Store> {
  const inside = new AsyncLocalStorage<true>();
  const scanner = openScanner();
  const db: Db = 'path' in options ? openFile(options.path, inside) : await openServer(options.url);
  const dialect: DialectName = 'path' in options ? 'sqlite' : 'postgres';

  const damage = new Damage();

  const transaction = async <T>(work: (trx: Db) => Promise<T>): Promise<T> => {
    if (damage.known) throw damage.known;
    try {
      return await db.transaction().execute((trx) => inside.run(true, () => work(trx)));
    } catch (thrown) {
      throw damage.noticed(thrown);
    }
  };

  await sql`select 1`.execute(db).catch((thrown: unknown) => {
    const cause = damage.noticed(thrown);
    throw cause instanceof OpsError
      ? cause
      : new OpsError('store.unreachable', `The store cannot be opened: ${(cause as Error).message}`, {
          kind: 'unavailable',
          hint: 'Check DATABASE_URL, or the data folder',
          cause,
        });
  });

  return {
    dialect,
    db,
    transaction,
    commit: dialect === 'sqlite' ? groupCommits(transaction) : transaction,
    scan: async <Row>(query: Compilable<Row>) => {
      const compiled = query.compile();
      if (!('path' in options)) return (await db.executeQuery<Row>(compiled)).rows;
      const { rows } = await scanner.scan(options.path, compiled.sql, compiled.parameters);
      return rows as Row[];
    },
    scanner,
    damage: () => damage.known,
    verify: async () => ('path' in options ? damage.lookFor(options.path) : undefined),
    close: async () => {
      await scanner.close();
      await db.destroy();
    },
  };
}

function openFile(path: string, inside: AsyncLocalStorage<true>): Db {
  const guard = () => {
    if (inside.getStore())
      throw new Error('The store was used inside its own transaction: use the handle given to it.');
  };
  return new Kysely({ dialect: sqliteDialect(path, guard) });
}

/** Longer than anything that is done between two statements of one transaction. */
const FROZEN_MS = 5000;

/** Loaded only when it is needed: most installations have no PostgreSQL. */
async function openServer(url: string): Promise<Db> {
  const { default: pg } = await import('pg');
  for (const bigint of [pg.types.builtins.INT8, pg.types.builtins.NUMERIC]) pg.types.setTypeParser(bigint, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    // A node that freezes inside a transaction must not hold its rows against the other nodes.
    idle_in_transaction_session_timeout: FROZEN_MS,
  });
  // A connection that the server ends is replaced at the next use; unheard, the event would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => void client.on('error', () => {}));
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}
