import type { Kysely } from 'kysely';
import type { ChecklistTables, FactRow, TickRow } from './schema.ts';

type Tables = Kysely<ChecklistTables>;
type ListName = { service: string; period: string; key: string };

export const ticksOf = (db: Tables, { service, period, key }: ListName) =>
  db
    .selectFrom('checklist_ticks')
    .selectAll()
    .where('service', '=', service)
    .where('period', '=', period)
    .where('key', '=', key)
    .execute();

/** A tick over a tick: the newer person and note hold. */
export const putTick = (db: Tables, row: TickRow) =>
  db
    .insertInto('checklist_ticks')
    .values(row)
    .onConflict((conflict) => conflict.columns(['service', 'period', 'key', 'item']).doUpdateSet(row))
    .execute();

export const removeTick = (db: Tables, { service, period, key, item }: ListName & { item: string }) =>
  db
    .deleteFrom('checklist_ticks')
    .where('service', '=', service)
    .where('period', '=', period)
    .where('key', '=', key)
    .where('item', '=', item)
    .execute();

export const seenFacts = (db: Tables, { service, period, key }: ListName) =>
  db
    .selectFrom('checklist_facts')
    .selectAll()
    .where('service', '=', service)
    .where('period', '=', period)
    .where('key', '=', key)
    .execute();

export const putFacts = (db: Tables, rows: FactRow[]) =>
  db
    .insertInto('checklist_facts')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['service', 'period', 'key', 'item']).doUpdateSet((from) => ({
        ok: from.ref('excluded.ok'),
        detail: from.ref('excluded.detail'),
        seen_at: from.ref('excluded.seen_at'),
      })),
    )
    .execute();
