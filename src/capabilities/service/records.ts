import type { Kysely } from 'kysely';
import type { Life, ServiceRow, ServiceTables } from './schema.ts';
import { STOPPED } from './schema.ts';

type Db = Kysely<ServiceTables>;

export const allRows = (db: Db) => db.selectFrom('service_processes').selectAll().orderBy('service').execute();

export const findRow = (db: Db, service: string) =>
  db.selectFrom('service_processes').selectAll().where('service', '=', service).executeTakeFirst();

/** A service that was never seen before is wanted. */
export const ensureRow = (db: Db, service: string) =>
  db
    .insertInto('service_processes')
    .values({ service, wanted: 'up', owner: null, owner_until: 0, ...STOPPED })
    .onConflict((conflict) => conflict.column('service').doNothing())
    .execute();

export const setWanted = (db: Db, service: string, wanted: ServiceRow['wanted']) =>
  db.updateTable('service_processes').set({ wanted }).where('service', '=', service).execute();

/** Takes the service, or keeps it, unless somebody else has it. `dead`: an owner that is known to live no more. */
export async function claim(
  db: Db,
  service: string,
  { owner, until, now, dead }: { owner: string; until: number; now: number; dead: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('service_processes')
    .set({ owner, owner_until: until })
    .where('service', '=', service)
    .where((where) =>
      where.or([
        where('owner', 'is', null),
        where('owner', '=', owner),
        where('owner_until', '<', now),
        ...(dead === null ? [] : [where('owner', '=', dead)]),
      ]),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export const release = (db: Db, service: string, owner: string) =>
  db
    .updateTable('service_processes')
    .set({ owner: null, owner_until: 0 })
    .where('service', '=', service)
    .where('owner', '=', owner)
    .execute();

/** Writes only while the service is still the owner's. */
export const saveLife = (db: Db, service: string, owner: string, life: Life) =>
  db.updateTable('service_processes').set(life).where('service', '=', service).where('owner', '=', owner).execute();

export const forget = (db: Db, service: string) =>
  db.deleteFrom('service_processes').where('service', '=', service).execute();
