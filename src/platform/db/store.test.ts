import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { sql } from 'kysely';
import { lacking } from '#test/parts.ts';
import { startPostgres, type TestServer } from '#test/postgres.ts';
import { migrateDown, migrateUp, type Migrations } from './migrate.ts';
import { isUniqueViolation } from './store-error.ts';
import { openStore, type Store, type StoreOptions } from './store.ts';

const things: Migrations = {
  'things/0001': {
    up: async (db) =>
      db.schema
        .createTable('things')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('at', 'bigint')
        .execute(),
    down: async (db) => db.schema.dropTable('things').execute(),
  },
};

function onStore(name: string, place: () => Promise<StoreOptions>, skip: string | false = false): void {
  describe(name, { skip }, () => {
    let store: Store;
    before(async () => void (store = await openStore(await place())));
    after(() => store.close());

    const names = async () =>
      (await store.db.selectFrom('things').select('name').orderBy('name').execute()).map((row) => row['name']);
    const add = (value: string) => (trx: Store['db']) =>
      trx
        .insertInto('things')
        .values({ name: value, at: Date.UTC(2026, 0) })
        .execute();

    test('migrations go up, and down again', async () => {
      assert.deepEqual(await migrateUp(store, things), ['things/0001']);
      assert.deepEqual(await migrateUp(store, things), []);
      assert.deepEqual(await migrateDown(store, things), ['things/0001']);
      assert.deepEqual(await migrateUp(store, things), ['things/0001']);
    });

    test('a migration that fails leaves nothing of itself', async () => {
      const broken: Migrations = {
        ...things,
        'things/0002': {
          up: async (db) => {
            await db.schema.createTable('half').addColumn('name', 'text').execute();
            await sql`insert into nowhere values (1)`.execute(db);
          },
        },
      };
      await assert.rejects(migrateUp(store, broken), { code: 'store.migration' });
      const tables = new Set((await store.db.introspection.getTables()).map((table) => table.name));
      assert.ok(tables.has('things') && !tables.has('half'));
    });

    test('times come back as the numbers they were', async () => {
      await store.transaction(add('time'));
      const row = await store.db.selectFrom('things').selectAll().executeTakeFirstOrThrow();
      assert.equal(row['at'], Date.UTC(2026, 0));
    });

    test('of changes committed together, one that fails spoils none of the others', async () => {
      const outcomes = await Promise.allSettled(['a', 'b', 'a', 'c'].map((value) => store.commit(add(value))));
      assert.deepEqual(
        outcomes.map(({ status }) => status),
        ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
      );
      assert.ok(isUniqueViolation((outcomes[2] as PromiseRejectedResult).reason));
      assert.deepEqual(await names(), ['a', 'b', 'c', 'time']);
    });

    test('a transaction that throws leaves nothing', async () => {
      await assert.rejects(
        store.transaction(async (trx) => {
          await add('ghost')(trx);
          throw new Error('no');
        }),
        /no/,
      );
      assert.ok(!(await names()).includes('ghost'));
    });

    test('a long read goes past the writers', async () => {
      const rows = await store.scan(store.db.selectFrom('things').select('name').where('name', '=', 'a'));
      assert.deepEqual(rows, [{ name: 'a' }]);
    });
  });
}

let folder: string;
let server: TestServer | undefined;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'toban-store-'));
});
after(async () => {
  await server?.close();
  await rm(folder, { recursive: true });
});

onStore('SQLite', async () => ({ path: join(folder, 'store.db') }));
onStore(
  'PostgreSQL',
  async () => ({ url: await (server ??= await startPostgres()).database() }),
  lacking('postgresql'),
);

test('using the store inside its own transaction is refused rather than waiting for ever', async () => {
  const store = await openStore({ path: join(folder, 'guard.db') });
  await assert.rejects(
    store.transaction(async () => sql`select 1`.execute(store.db)),
    /inside its own transaction/,
  );
  await store.close();
});
