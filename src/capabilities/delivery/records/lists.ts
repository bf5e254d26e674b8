import { type Kysely, sql } from 'kysely';
import type { DeliveryRow, DeliveryTables } from '../schema.ts';

type Tables = Kysely<DeliveryTables>;

export const findDelivery = (db: Tables, id: string) =>
  db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirst();

export const attemptsOf = (db: Tables, id: string) =>
  db.selectFrom('delivery_attempts').selectAll().where('delivery_id', '=', id).orderBy('attempt').execute();

export type DeliveryFilter = {
  service?: string | undefined;
  state?: string | undefined;
  channel?: string | undefined;
  category?: string | undefined;
  /** The beginning of an address, or part of a title. */
  search?: string | undefined;
  since?: number | undefined;
  until?: number | undefined;
  /** Only deliveries older than the one with this id. */
  before?: string | undefined;
  limit: number;
};

/** A search looks through so many of the newest at most: it must stay quick among millions. */
export const SEARCHED = 20_000;

/** Newest first. */
export function listDeliveries(db: Tables, filter: DeliveryFilter): Promise<DeliveryRow[]> {
  const { search, limit } = filter;
  if (!search) return narrowed(db, filter).selectAll().orderBy('id', 'desc').limit(limit).execute();
  const pattern = `%${search.toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`;
  const newest = narrowed(db, filter).selectAll().orderBy('id', 'desc').limit(SEARCHED).as('newest');
  return db
    .selectFrom(newest)
    .selectAll()
    .where((is) =>
      is.or([
        is('id', '=', search),
        is('message_id', '=', search),
        sql<boolean>`lower(address) like ${pattern} escape '!'`,
        sql<boolean>`lower(title) like ${pattern} escape '!'`,
      ]),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

function narrowed(db: Tables, { service, state, channel, category, since, until, before }: DeliveryFilter) {
  let query = db.selectFrom('deliveries');
  if (service) query = query.where('service', '=', service);
  if (state) query = query.where('state', '=', state as DeliveryRow['state']);
  if (channel) query = query.where('channel', '=', channel);
  if (category) query = query.where('category', '=', category);
  if (since !== undefined) query = query.where('created_at', '>=', since);
  if (until !== undefined) query = query.where('created_at', '<', until);
  if (before) query = query.where('id', '<', before);
  return query;
}

export type Retryable = { service?: string | undefined; exceptServices: string[]; limit: number };

/** Dead deliveries that may be tried again, oldest first. */
export function listRetryable(db: Tables, { service, exceptServices, limit }: Retryable) {
  let query = db.selectFrom('deliveries').selectAll().where('state', '=', 'dead').where('retryable', '=', 1);
  if (service) query = query.where('service', '=', service);
  if (exceptServices.length > 0) query = query.where('service', 'not in', exceptServices);
  return query.orderBy('id').limit(limit).execute();
}

/** Changes those that are in one of these states, and answers them as they are now. */
export const changeIn = (db: Tables, ids: string[], states: DeliveryRow['state'][], change: Partial<DeliveryRow>) =>
  db.updateTable('deliveries').set(change).where('id', 'in', ids).where('state', 'in', states).returningAll().execute();
