import type { Kysely } from 'kysely';
import type { BreakerRow, DeadAddressRow, DeliveryTables, PauseRow } from '../schema.ts';
import type { LaneKey } from './claim.ts';

type Tables = Kysely<DeliveryTables>;

/** The pause in force over a service. */
export const pauseOf = (db: Tables, service: string, now: number) =>
  db
    .selectFrom('delivery_pauses')
    .selectAll()
    .where('service', '=', service)
    .where((is) => is.or([is('until', 'is', null), is('until', '>', now)]))
    .executeTakeFirst();

export const pausesNow = (db: Tables, now: number) =>
  db
    .selectFrom('delivery_pauses')
    .selectAll()
    .where((is) => is.or([is('until', 'is', null), is('until', '>', now)]))
    .execute();

export const putPause = (db: Tables, row: PauseRow) =>
  db
    .insertInto('delivery_pauses')
    .values(row)
    .onConflict((conflict) => conflict.column('service').doUpdateSet(row))
    .execute();

export const removePause = (db: Tables, service: string) =>
  db.deleteFrom('delivery_pauses').where('service', '=', service).execute();

export const endLapsedPauses = (db: Tables, now: number) =>
  db.deleteFrom('delivery_pauses').where('until', '<=', now).returningAll().execute();

export const breakerOf = (db: Tables, { service, channel }: LaneKey) =>
  db
    .selectFrom('channel_breakers')
    .selectAll()
    .where('service', '=', service)
    .where('channel', '=', channel)
    .executeTakeFirst();

export const breakers = (db: Tables) => db.selectFrom('channel_breakers').selectAll().execute();

export const putBreaker = (db: Tables, row: BreakerRow) =>
  db
    .insertInto('channel_breakers')
    .values(row)
    .onConflict((conflict) => conflict.columns(['service', 'channel']).doUpdateSet(row))
    .execute();

/** Lets one node try a channel whose time has come: whoever moves `retry_at` first. */
export async function takeProbe(
  db: Tables,
  { service, channel, retry_at }: BreakerRow,
  until: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('channel_breakers')
    .set({ retry_at: until })
    .where('service', '=', service)
    .where('channel', '=', channel)
    .where('retry_at', '=', retry_at)
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}

/** When a channel that is closed may next be tried, earlier than it was to be. */
export const hastenProbe = (db: Tables, { service, channel }: LaneKey, at: number) =>
  db
    .updateTable('channel_breakers')
    .set({ retry_at: at })
    .where('service', '=', service)
    .where('channel', '=', channel)
    .execute();

/** Lets the channels that refused us be tried at once. */
export const hastenRefused = (db: Tables, at: number) =>
  db
    .updateTable('channel_breakers')
    .set({ retry_at: at })
    .where('kind', '=', 'credentials')
    .where('retry_at', '>', at)
    .execute();

export async function removeBreaker(db: Tables, { service, channel }: LaneKey): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('channel_breakers')
    .where('service', '=', service)
    .where('channel', '=', channel)
    .executeTakeFirst();
  return Number(numDeletedRows) > 0;
}

export const insertDeadAddress = (db: Tables, row: DeadAddressRow) =>
  db
    .insertInto('dead_addresses')
    .values(row)
    .onConflict((conflict) => conflict.columns(['service', 'channel', 'address']).doNothing())
    .execute();

export const reviveAddress = (
  db: Tables,
  { service, channel, address }: Pick<DeadAddressRow, 'service' | 'channel' | 'address'>,
) =>
  db
    .deleteFrom('dead_addresses')
    .where('service', '=', service)
    .where('channel', '=', channel)
    .where('address', '=', address)
    .execute();
