import { type Kysely, sql } from 'kysely';
import type { DeliveryState, DeliveryTables } from '../schema.ts';

type Tables = Kysely<DeliveryTables>;
export type Span = { service: string; since: number; until: number };

const HOUR_MS = 3_600_000;
const ended = sql<boolean>`ended_at is not null`;
const took = sql<number>`ended_at - due_at`;

/** How many deliveries of a service ended in each state within a span of time. */
export const countEnded = (db: Tables, { service, since, until }: Span) =>
  db
    .selectFrom('deliveries')
    .select(['state', (row) => row.fn.countAll<number>().as('count')])
    .where('service', '=', service)
    .where('ended_at', '>=', since)
    .where('ended_at', '<', until)
    .where(ended)
    .groupBy('state')
    .execute();

/** How many are in one of these states now. */
export const countIn = (db: Tables, service: string, states: DeliveryState[]) =>
  db
    .selectFrom('deliveries')
    .select(['state', (row) => row.fn.countAll<number>().as('count')])
    .where('service', '=', service)
    .where('state', 'in', states)
    .groupBy('state')
    .execute();

/** Since when the longest waiting delivery that is due has been due. */
export const oldestDue = (db: Tables, service: string, now: number) =>
  db
    .selectFrom('deliveries')
    .select((row) => row.fn.min<number | null>('due_at').as('at'))
    .where('service', '=', service)
    .where(sql<boolean>`state in ('ready', 'scheduled')`)
    .where('due_at', '<=', now)
    .executeTakeFirst();

/** By hours of UTC; a query to be handed to `store.scan`. */
export const hourly = (db: Tables, { service, since, until }: Span) =>
  db
    .selectFrom('deliveries')
    .select([
      sql<number>`ended_at - ended_at % ${sql.lit(HOUR_MS)}`.as('hour'),
      'state',
      (row) => row.fn.countAll<number>().as('count'),
      sql<number>`sum(ended_at - due_at)`.as('took'),
    ])
    .where('service', '=', service)
    .where('ended_at', '>=', since)
    .where('ended_at', '<', until)
    .where(ended)
    .groupBy([sql`1`, 'state']);

/** Times from due to accepted, shortest first; a query to be handed to `store.scan`. */
export const timeAt = (db: Tables, { service, since, until }: Span, offset: number) =>
  db
    .selectFrom('deliveries')
    .select(took.as('took'))
    .where('service', '=', service)
    .where('ended_at', '>=', since)
    .where('ended_at', '<', until)
    .where(ended)
    .where('state', 'in', ['accepted', 'delivered'])
    .orderBy('took')
    .offset(offset)
    .limit(1);

/** Failed attempts by code, the most frequent first. */
export const failuresByCode = (db: Tables, { service, since, until }: Span) =>
  db
    .selectFrom('delivery_attempts')
    .select([
      'code',
      (row) => row.fn.countAll<number>().as('count'),
      (row) => row.fn.max('ended_at').as('last'),
      (row) => row.fn.max('answer').as('answer'),
      (row) => row.fn.max('hint').as('hint'),
    ])
    .where('service', '=', service)
    .where('ended_at', '>=', since)
    .where('ended_at', '<', until)
    .where(sql<boolean>`code is not null`)
    .groupBy('code')
    .orderBy('count', 'desc')
    .limit(100)
    .execute();
