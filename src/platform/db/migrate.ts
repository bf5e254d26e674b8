import { type Migration, Migrator } from 'kysely/migration';
import { OpsError } from '../errors.ts';
import type { Store } from './store.ts';

/** Migrations by name; a name begins with the folder that owns it: `delivery/0001-deliveries`. */
export type Migrations = Record<string, Migration>;

/** Brings the store's tables to where this version needs them. A migration that fails leaves nothing of itself. */
export async function migrateUp(store: Store, migrations: Migrations): Promise<string[]> {
  if (await isUpToDate(store, migrations)) return [];
  const { error, results = [] } = await migratorOf(store, migrations).migrateToLatest();
  if (error) throw migrationFailed(error, results.find((result) => result.status === 'Error')?.migrationName);
  return results.map((result) => result.migrationName);
}

/** Found out by reading alone: a frozen process may hold the store, and what only reads need not wait for it. */
async function isUpToDate({ db }: Store, migrations: Migrations): Promise<boolean> {
  const done: { name: string }[] = await db
    .selectFrom('toban_migrations')
    .select('name')
    .execute()
    .catch(() => []);
  return done.length === Object.keys(migrations).length && done.every(({ name }) => name in migrations);
}

/** Takes back the newest `count` migrations. */
export async function migrateDown(store: Store, migrations: Migrations, count = 1): Promise<string[]> {
  const undone: string[] = [];
  for (let step = 0; step < count; step++) {
    const { error, results = [] } = await migratorOf(store, migrations).migrateDown();
    if (error) throw migrationFailed(error, results[0]?.migrationName);
    undone.push(...results.map((result) => result.migrationName));
  }
  return undone;
}

function migratorOf(store: Store, migrations: Migrations): Migrator {
  return new Migrator({
    db: store.db,
    provider: { getMigrations: async () => migrations },
    // Capabilities number their own migrations, so a new one may stand before an old one of another folder.
    allowUnorderedMigrations: true,
    migrationTableName: 'toban_migrations',
    migrationLockTableName: 'toban_migrations_lock',
  });
}

function migrationFailed(cause: unknown, name = 'a migration'): OpsError {
  if (cause instanceof OpsError && cause.kind === 'unavailable') return cause;
  const newer = /corrupted migrations|previously executed migration/.test((cause as Error).message);
  return new OpsError('store.migration', `The store could not be migrated (${name}): ${(cause as Error).message}`, {
    hint: newer
      ? 'This store was used by a newer Toban: start that version, or restore a backup.'
      : 'Nothing was changed.',
    cause,
  });
}
