import { rfc3339 } from '#platform/clock.ts';
import { addDays, dayOf, startOfDay } from '#manual/zone.ts';
import { deliveryCounts, deliverySeries, waitingCounts } from '#capabilities/delivery/index.ts';
import type { Context } from '#operations/context.ts';

const DAY_MS = 86_400_000;

export type DeliveriesToday = {
  today: { accepted: number; dead: number; unknown: number; ready: number };
  series: { at: string; accepted: number; dead: number; unknown: number }[];
};

/** Of all services together. Each has its own midnight, so today is summed service by service. */
export async function deliveriesToday(context: Context): Promise<DeliveriesToday> {
  const today = { accepted: 0, dead: 0, unknown: 0, ready: 0 };
  if (!context.registry.capabilities.some(({ name }) => name === 'delivery')) return { today, series: [] };
  const now = context.clock.now();
  for (const { id, zone } of context.manual.all()) {
    const day = dayOf(now, zone);
    const { accepted, delivered, dead, unknown } = await deliveryCounts(
      context,
      id,
      startOfDay(day, zone),
      startOfDay(addDays(day, 1), zone),
    );
    today.accepted += accepted + delivered;
    today.dead += dead;
    today.unknown += unknown;
  }
  today.ready = (await waitingCounts(context, undefined)).ready;
  const series = await deliverySeries(context, undefined, now - DAY_MS + 1, now + 1);
  return {
    today,
    series: series.map(({ at, accepted, dead, unknown }) => ({ at: rfc3339(at), accepted, dead, unknown })),
  };
}
