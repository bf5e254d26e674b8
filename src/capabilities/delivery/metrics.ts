import type { Metric } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { deliveryCounts, oldestWaitingMs, waitingCounts } from './counts.ts';

const DAY_MS = 86_400_000;

/** What waits now and what ended in the last 24 hours, by service. */
export async function deliveryMetrics(context: Context): Promise<Metric[]> {
  const now = context.clock.now();
  const services = context.manual.all().filter(({ channels }) => channels.length > 0);
  const counted = await Promise.all(
    services.map(async ({ id: service }) => ({
      service,
      waiting: await waitingCounts(context, service),
      ended: await deliveryCounts(context, service, now - DAY_MS, now),
      oldestMs: (await oldestWaitingMs(context, service)) ?? 0,
    })),
  );
  const byState = (part: 'waiting' | 'ended') =>
    counted.flatMap(({ service, [part]: counts }) =>
      Object.entries(counts).map(([state, value]) => ({ labels: { service, state }, value })),
    );
  return [
    { name: 'toban_deliveries_waiting', help: 'Deliveries that wait', type: 'gauge', samples: byState('waiting') },
    {
      name: 'toban_deliveries_ended_24h',
      help: 'Deliveries that ended in the last 24 hours',
      type: 'gauge',
      samples: byState('ended'),
    },
    {
      name: 'toban_delivery_oldest_waiting_seconds',
      help: 'Age of the oldest delivery that is due',
      type: 'gauge',
      samples: counted.map(({ service, oldestMs }) => ({ labels: { service }, value: oldestMs / 1000 })),
    },
  ];
}
