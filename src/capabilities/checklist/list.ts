import { rfc3339 } from '#platform/clock.ts';
import type { ChecklistItem, Period } from '#manual/guides.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Text } from '#manual/text.ts';
import type { Toban } from '#operations/context.ts';
import { askFact } from './facts.ts';
import { type Span, spanAt, spanBefore } from './period.ts';
import { seenFacts, ticksOf } from './records.ts';
import type { TickRow } from './schema.ts';

export type ListedItem = {
  item: string;
  title: Text;
  kind: 'fact' | 'person';
  done: boolean;
  /** Of a fact: whether it holds; null when that could not be told, and of what a person ticks. */
  ok: boolean | null;
  detail?: string;
  by?: string;
  at?: string;
  note?: string;
  hint?: string;
};

export type Checklist = {
  service: string;
  period: Period;
  key: string;
  dueAt: string;
  overdue: boolean;
  previous: Previous | null;
  items: ListedItem[];
  complete: boolean;
};

/** How the period before was left. Null when nobody was there to see it. */
type Previous = { key: string; complete: boolean };

/** The list as it stands now. */
export async function checklistOf(toban: Toban, manual: ServiceManual, period: Period): Promise<Checklist> {
  const span = spanAt(period, toban.clock.now(), manual.zone);
  const [previous, items] = await Promise.all([previousOf(toban, manual, span), itemsOf(toban, manual, span)]);
  const complete = items.every((item) => item.done);
  return {
    service: manual.id,
    period,
    key: span.key,
    dueAt: rfc3339(span.until),
    overdue: previous?.complete === false && !complete,
    previous,
    items,
    complete,
  };
}

async function itemsOf(toban: Toban, manual: ServiceManual, { period, key }: Span): Promise<ListedItem[]> {
  const ticks = await ticksOf(toban.store.db, { service: manual.id, period, key });
  return Promise.all(manual.checklists[period].map((item) => listed(toban, manual.id, item, ticks)));
}

async function listed(toban: Toban, service: string, declared: ChecklistItem, ticks: TickRow[]): Promise<ListedItem> {
  const { item, title, kind, hint } = declared;
  const shared = { item, title, kind, ...(hint !== undefined && { hint }) };
  if (declared.kind === 'fact') {
    const verdict = await askFact(toban, service, declared);
    return { ...shared, done: verdict.ok === true, ...verdict };
  }
  const tick = ticks.find((row) => row.item === item);
  if (!tick) return { ...shared, done: false, ok: null };
  const { ticked_by, ticked_at, note } = tick;
  return { ...shared, done: true, ok: null, by: ticked_by, at: rfc3339(ticked_at), ...(note !== null && { note }) };
}

/** Marks in the facts of a period that Toban was there to see it, for a list may hold no fact at all. */
export const WATCHED = '';

/** Judged by what was seen then: what holds now says nothing of how the period ended. */
export async function previousOf(toban: Toban, manual: ServiceManual, span: Span): Promise<Previous | null> {
  const { period, key } = spanBefore(span, manual.zone);
  const name = { service: manual.id, period, key };
  const [ticks, facts] = await Promise.all([ticksOf(toban.store.db, name), seenFacts(toban.store.db, name)]);
  if (ticks.length === 0 && facts.length === 0) return null;
  const isDone = ({ kind, item }: ChecklistItem) =>
    kind === 'fact' ? facts.some((row) => row.item === item && row.ok === 1) : ticks.some((row) => row.item === item);
  return { key, complete: manual.checklists[period].every(isDone) };
}
