import { rfc3339 } from '#platform/clock.ts';
import { ServiceId } from '#manual/service.ts';
import { addDays, dayOf, startOfDay } from '#manual/zone.ts';
import { stopFor } from '#capabilities/emergency/index.ts';
import { readFigures } from '#capabilities/figures/index.ts';
import { defineQuery } from '#operations/define.ts';
import type { Context } from '#operations/context.ts';
import { z } from 'zod';
import { deliveryCounts, oldestWaitingMs, waitingCounts } from '../counts.ts';
import { describePause } from '../holds.ts';
import { breakerOf, pauseOf } from '../records/holds.ts';

/** The service's own counts of the day, and what Toban has sent for it. The day is that of the service's zone. */
export const deliveryStatus = defineQuery({
  name: 'delivery.status',
  summary: { en: "Today's deliveries of a service, and what waits", ja: '本日の配信状況と未配信件数を表示する' },
  input: z.object({ service: ServiceId }),

  async answer({ service }, context) {
    const manual = context.manual.service(service);
    const now = context.clock.now();
    const day = dayOf(now, manual.zone);
    const [since, until] = [startOfDay(day, manual.zone), startOfDay(addDays(day, 1), manual.zone)];
    const pause = await pauseOf(context.store.db, service, now);
    return {
      service,
      day,
      zone: manual.zone,
      figures: await readFigures(context, manual, 'status', { since, until }),
      deliveries: {
        today: await deliveryCounts(context, service, since, until),
        waiting: await waitingCounts(context, service),
      },
      oldestWaiting_ms: await oldestWaitingMs(context, service),
      paused: pause ? describePause(pause) : null,
      emergency: (await stopFor(context, service)) ?? null,
      channels: await Promise.all(manual.channels.map(({ name }) => channelState(context, service, name))),
    };
  },
});

async function channelState({ store }: Context, service: string, channel: string) {
  const breaker = await breakerOf(store.db, { service, channel });
  if (!breaker) return { channel, state: 'ok' as const };
  return {
    channel,
    state: 'open' as const,
    kind: breaker.kind,
    reason: breaker.reason,
    since: rfc3339(breaker.since),
    retryAt: rfc3339(breaker.retry_at),
    ...(breaker.hint !== null && { hint: breaker.hint }),
  };
}
