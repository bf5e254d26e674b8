import { rfc3339 } from '#platform/clock.ts';
import { ServiceId } from '#manual/service.ts';
import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { acceptedWithin, deliveryCounts, deliverySeries, successRate } from '../counts.ts';

const HOUR_MS = 3_600_000;

export const deliveryMetrics = defineQuery({
  name: 'delivery.metrics',
  summary: { en: 'Success rate and time to deliver, hour by hour', ja: '配信成功率と所要時間を1時間ごとに表示する' },
  input: z.object({
    service: ServiceId,
    hours: z.coerce
      .number()
      .int()
      .min(1)
      .max(24 * 31)
      .default(24)
      .describe('How many hours back'),
  }),

  async answer({ service, hours }, context) {
    context.manual.service(service);
    const until = context.clock.now() + 1;
    const since = until - hours * HOUR_MS;
    const counts = await deliveryCounts(context, service, since, until);
    const series = await deliverySeries(context, service, since, until);
    const accepted = counts.accepted + counts.delivered;
    const took = series.reduce((sum, slot) => sum + (slot.meanMs ?? 0) * slot.accepted, 0);
    const rate = successRate(counts);
    return {
      service,
      since: rfc3339(since),
      until: rfc3339(until),
      counts,
      successRate: rate,
      errorRate: rate === null ? null : Math.round((100 - rate) * 10) / 10,
      meanTime_ms: accepted === 0 ? null : Math.round(took / accepted),
      p95_ms: await acceptedWithin(context, { service, since, until }, accepted, 95),
      series: series.map(({ at, accepted, dead, unknown, meanMs }) => ({
        at: rfc3339(at),
        accepted,
        dead,
        unknown,
        mean_ms: meanMs,
      })),
    };
  },
});
