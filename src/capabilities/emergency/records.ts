import type { Kysely } from 'kysely';
import type { EmergencyStopRow, EmergencyTables } from './schema.ts';

type Tables = Kysely<EmergencyTables>;

/** Answers whether it is new: one that was written down before stays as it is, cleared or not. */
export async function insertStop(db: Tables, row: EmergencyStopRow): Promise<boolean> {
  const inserted = await db
    .insertInto('emergency_stops')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .execute();
  return inserted.length > 0;
}

/** Stops in force, those of everything first. */
export const activeStops = (db: Tables) =>
  db.selectFrom('emergency_stops').selectAll().where('cleared_at', 'is', null).orderBy('stopped_at').execute();

/** The stop that holds a service: its own, or the one of everything. */
export const stopOver = (db: Tables, service: string | undefined) =>
  db
    .selectFrom('emergency_stops')
    .selectAll()
    .where('cleared_at', 'is', null)
    .where((is) => is.or([is('service', 'is', null), ...(service ? [is('service', '=', service)] : [])]))
    .orderBy('stopped_at')
    .limit(1)
    .executeTakeFirst();

export const clearedStops = (db: Tables, limit: number) =>
  db
    .selectFrom('emergency_stops')
    .selectAll()
    .where('cleared_at', 'is not', null)
    .orderBy('cleared_at', 'desc')
    .limit(limit)
    .execute();

export const clearStops = (db: Tables, ids: string[], cleared: { by: string; at: number; reason: string | null }) =>
  db
    .updateTable('emergency_stops')
    .set({ cleared_by: cleared.by, cleared_at: cleared.at, cleared_reason: cleared.reason })
    .where('id', 'in', ids)
    .where('cleared_at', 'is', null)
    .execute();
