import type { DialectName } from '#platform/db/store.ts';
import { skippingLocked } from '#platform/db/dialect.ts';
import { type Kysely, sql } from 'kysely';
import type { AttemptRow, DeliveryRow, DeliveryTables } from '../schema.ts';

type Tables = Kysely<DeliveryTables>;
export type LaneKey = { service: string; channel: string };
/** What a worker must show to change a delivery that it claimed. */
export type Fence = Pick<DeliveryRow, 'id' | 'attempt' | 'token'>;

/** Spelt out, not bound: only so do both databases see that the partial indexes fit. */
const isWaiting = sql<boolean>`state in ('ready', 'scheduled')`;
const isSending = sql<boolean>`state = 'sending'`;

export type ClaimOptions = LaneKey & {
  rank: number;
  limit: number;
  now: number;
  set: Pick<DeliveryRow, 'token' | 'node' | 'owner' | 'lease_until'>;
};

/** Takes the oldest due deliveries of one rank for sending. Two nodes that claim at once get different ones. */
export function claimDue(db: Tables, dialect: DialectName, { service, channel, rank, limit, now, set }: ClaimOptions) {
  const due = db
    .selectFrom('deliveries')
    .select('id')
    .where('service', '=', service)
    .where('channel', '=', channel)
    .where('rank', '=', rank)
    .where('ready_at', '<=', now)
    .where(isWaiting)
    .where((is) => is.or([is('expires_at', 'is', null), is('expires_at', '>', now)]))
    .orderBy('ready_at')
    .limit(limit);
  return db
    .updateTable('deliveries')
    .set((row) => ({ ...set, state: 'sending', attempt: row('attempt', '+', 1), updated_at: now }))
    .where('id', 'in', skippingLocked(due, dialect))
    .returningAll()
    .execute();
}

export const insertAttempts = (db: Tables, rows: AttemptRow[]) =>
  db.insertInto('delivery_attempts').values(rows).execute();

/** When the next delivery of a lane falls due, or null when none waits. Asked rank by rank it takes the first entry of each and no scan. */
export async function nextDue(
  db: Tables,
  { service, channel }: LaneKey,
  ranks: readonly number[],
): Promise<number | null> {
  const first = (rank: number) =>
    db
      .selectFrom('deliveries')
      .select('ready_at')
      .where('service', '=', service)
      .where('channel', '=', channel)
      .where('rank', '=', rank)
      .where(isWaiting)
      .orderBy('ready_at')
      .limit(1)
      .executeTakeFirst();
  const found = await Promise.all(ranks.map(first));
  const times = found.flatMap((row) => (row ? [row.ready_at] : []));
  return times.length === 0 ? null : Math.min(...times);
}

/** Extends the leases of deliveries that are still held, and answers which those are. */
export const renewHeld = (db: Tables, ids: string[], token: string, until: number) =>
  db
    .updateTable('deliveries')
    .set({ lease_until: until })
    .where('id', 'in', ids)
    .where('token', '=', token)
    .where(isSending)
    .returning('id')
    .execute();

export const renewLeases = (db: Tables, ids: string[], owner: string, until: number) =>
  db
    .updateTable('deliveries')
    .set({ lease_until: until })
    .where('id', 'in', ids)
    .where(isSending)
    .where('owner', '=', owner)
    .execute();

export const markSent = (db: Tables, ids: string[], attempts: number[], at: number) =>
  db
    .updateTable('delivery_attempts')
    .set({ sent: 1, started_at: at })
    .where('delivery_id', 'in', ids)
    .where('attempt', 'in', attempts)
    .where('outcome', 'is', null)
    .execute();

/** Changes a delivery only while the fence holds. Answers how many rows changed: none means that somebody else has it. */
export async function changeFenced(db: Tables, fence: Fence, change: Partial<DeliveryRow>): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set(change)
    .where('id', '=', fence.id)
    .where(isSending)
    .where('attempt', '=', fence.attempt)
    .where('token', '=', fence.token)
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}

/**
 * Takes a delivery from a worker that seems gone. It fails when that worker has shown a sign of life since the row was
 * read, for then the lease is another one; and once it has been taken, the former token opens nothing any more.
 */
export async function takeOver(
  db: Tables,
  { id, attempt, token, lease_until }: Fence & Pick<DeliveryRow, 'lease_until'>,
  set: Pick<DeliveryRow, 'token' | 'owner' | 'lease_until'>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set(set)
    .where('id', '=', id)
    .where(isSending)
    .where('attempt', '=', attempt)
    .where('token', '=', token)
    .where('lease_until', '=', lease_until)
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}

export const endAttempt = (
  db: Tables,
  { id, attempt }: Pick<Fence, 'id' | 'attempt'>,
  end: Pick<AttemptRow, 'ended_at' | 'outcome' | 'code' | 'answer' | 'hint'>,
) =>
  db
    .updateTable('delivery_attempts')
    .set(end)
    .where('delivery_id', '=', id)
    .where('attempt', '=', attempt)
    .where('outcome', 'is', null)
    .execute();

export type Abandoned = { now: number; owner: string; others: boolean; limit: number };

/** Deliveries whose worker is gone, each with what its attempt had come to. `others`: whoever is not `owner` is gone. */
export function abandoned(db: Tables, { now, owner, others, limit }: Abandoned) {
  return db
    .selectFrom('deliveries')
    .innerJoin('delivery_attempts', (join) =>
      join
        .onRef('delivery_attempts.delivery_id', '=', 'deliveries.id')
        .onRef('delivery_attempts.attempt', '=', 'deliveries.attempt'),
    )
    .selectAll('deliveries')
    .select('delivery_attempts.sent')
    .where(isSending)
    .where((is) => is.or([is('lease_until', '<', now), ...(others ? [is('deliveries.owner', '!=', owner)] : [])]))
    .limit(limit)
    .execute();
}

/** Ends what has lost its sense by waiting. */
export const expireDue = (db: Tables, now: number) =>
  db
    .updateTable('deliveries')
    .set({
      state: 'expired',
      ended_at: now,
      updated_at: now,
      error_code: 'delivery.expired',
      error_detail: 'It had waited longer than its sense lasts.',
    })
    .where('expires_at', '<=', now)
    .where(isWaiting)
    .returningAll()
    .execute();

/** Nothing more is sent to an address that is gone. */
export const suppressWaiting = (
  db: Tables,
  { service, channel }: LaneKey,
  address: string,
  code: string,
  now: number,
) =>
  db
    .updateTable('deliveries')
    .set({
      state: 'suppressed',
      ended_at: now,
      updated_at: now,
      error_code: 'address.dead',
      error_detail: `The address is gone: ${code}`,
    })
    .where('address', '=', address)
    .where('service', '=', service)
    .where('channel', '=', channel)
    .where(isWaiting)
    .returningAll()
    .execute();
