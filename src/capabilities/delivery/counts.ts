import type { Context } from '#operations/context.ts';
import { countEnded, countIn, hourly, oldestDue, type Span, timeAt } from './records/counts.ts';

const ENDED = ['accepted', 'delivered', 'dead', 'unknown', 'suppressed', 'expired', 'cancelled'] as const;
const WAITING = ['ready', 'scheduled', 'sending', 'held'] as const;

export type EndedCounts = Record<(typeof ENDED)[number], number>;
export type WaitingCounts = Record<(typeof WAITING)[number], number>;

/** How the deliveries that ended within a span of time ended. Without a service: of all together. */
export async function deliveryCounts(
  context: Context,
  service: string | undefined,
  since: number,
  until: number,
): Promise<EndedCounts> {
  const counts = Object.fromEntries(ENDED.map((state) => [state, 0])) as EndedCounts;
  for (const one of servicesOf(context, service)) {
    for (const { state, count } of await countEnded(context.store.db, { service: one, since, until })) {
      if (state in counts) counts[state as keyof EndedCounts] += count;
    }
  }
  return counts;
}

/** What is not finished now. */
export async function waitingCounts(context: Context, service: string | undefined): Promise<WaitingCounts> {
  const counts = Object.fromEntries(WAITING.map((state) => [state, 0])) as WaitingCounts;
  for (const one of servicesOf(context, service)) {
    for (const { state, count } of await countIn(context.store.db, one, [...WAITING]))
      counts[state as keyof WaitingCounts] += count;
  }
  return counts;
}

export async function oldestWaitingMs(context: Context, service: string): Promise<number | null> {
  const now = context.clock.now();
  const oldest = await oldestDue(context.store.db, service, now);
  return oldest?.at == null ? null : now - oldest.at;
}

/** Of the attempts that came to an end at the provider, the part that it took, in percent; null when there were none. */
export function successRate({
  accepted,
  delivered,
  dead,
  unknown,
}: Pick<EndedCounts, 'accepted' | 'delivered' | 'dead' | 'unknown'>): number | null {
  const all = accepted + delivered + dead + unknown;
  return all === 0 ? null : Math.round(((accepted + delivered) / all) * 1000) / 10;
}

export type HourCounts = { at: number; accepted: number; dead: number; unknown: number; meanMs: number | null };

/** Hour by hour, empty ones too. */
export async function deliverySeries(
  context: Context,
  service: string | undefined,
  since: number,
  until: number,
): Promise<HourCounts[]> {
  const hours = new Map<number, HourCounts & { took: number }>();
  for (let at = since - (since % 3_600_000); at < until; at += 3_600_000) {
    hours.set(at, { at, accepted: 0, dead: 0, unknown: 0, meanMs: null, took: 0 });
  }
  for (const one of servicesOf(context, service)) {
    for (const { hour, state, count, took } of await context.store.scan(
      hourly(context.store.db, { service: one, since, until }),
    )) {
      const slot = hours.get(hour);
      if (slot && (state === 'accepted' || state === 'delivered'))
        Object.assign(slot, { accepted: slot.accepted + count, took: slot.took + took });
      else if (slot && (state === 'dead' || state === 'unknown')) slot[state] += count;
    }
  }
  return [...hours.values()].map(({ took, ...slot }) => ({
    ...slot,
    meanMs: slot.accepted === 0 ? null : Math.round(took / slot.accepted),
  }));
}

/** The time within which so many percent were accepted, from when they were due. */
export async function acceptedWithin(
  context: Context,
  span: Span,
  accepted: number,
  percent: number,
): Promise<number | null> {
  if (accepted === 0) return null;
  const offset = Math.min(accepted - 1, Math.ceil((accepted * percent) / 100) - 1);
  const [row] = await context.store.scan(timeAt(context.store.db, span, Math.max(0, offset)));
  return row?.took ?? null;
}

function servicesOf({ manual }: Context, service: string | undefined): string[] {
  return service === undefined ? manual.all().map(({ id }) => id) : [service];
}
