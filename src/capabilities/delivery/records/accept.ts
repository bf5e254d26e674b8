import type { Kysely } from 'kysely';
import type { DeliveryRow, DeliveryTables, MessageRow } from '../schema.ts';

type Tables = Kysely<DeliveryTables>;

/** Inserts messages and answers the ids of those that are new: a key that its service has used before is passed over. */
export const insertMessages = (db: Tables, rows: MessageRow[]) =>
  db
    .insertInto('messages')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['service', 'idem_key']).doNothing())
    .returning('id')
    .execute();

export const insertDeliveries = (db: Tables, rows: DeliveryRow[]) => db.insertInto('deliveries').values(rows).execute();

export const messagesByKeys = (db: Tables, service: string, keys: string[]) =>
  db.selectFrom('messages').selectAll().where('service', '=', service).where('idem_key', 'in', keys).execute();

export const deliveriesOfMessages = (db: Tables, messages: string[]) =>
  db.selectFrom('deliveries').selectAll().where('message_id', 'in', messages).orderBy('id').execute();

/** Which of these addresses are known to be dead. */
export const deadAmong = (db: Tables, service: string, channel: string, addresses: string[]) =>
  db
    .selectFrom('dead_addresses')
    .select(['address', 'code', 'since'])
    .where('service', '=', service)
    .where('channel', '=', channel)
    .where('address', 'in', addresses)
    .execute();

export const findMessage = (db: Tables, id: string) =>
  db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();

export const messagesByIds = (db: Tables, ids: string[]) =>
  db.selectFrom('messages').selectAll().where('id', 'in', ids).execute();
