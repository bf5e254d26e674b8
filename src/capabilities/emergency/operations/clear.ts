import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { activeStops, clearStops } from '../records.ts';
import { describeStop } from '../stop-state.ts';

export const clearStop = defineOperation({
  name: 'emergency.clear',
  summary: { en: 'Lift an emergency stop', ja: '緊急停止を解除する' },
  risk: 'disruptive',
  duringStop: 'allowed',
  lock: () => null,
  input: z.object({
    service: ServiceId.optional().describe("The service whose own stop is lifted; the stop of everything when left out"),
    reason: z.string().max(500).optional().describe('Why it is safe again'),
  }),

  async prepare({ service, reason }, context) {
    const stops = (await activeStops(context.store.db)).filter((stop) => stop.service === (service ?? null));
    return { service: service ?? null, reason: reason ?? null, stops: stops.map(describeStop) };
  },

  steps({ stops, reason }, context) {
    return stops.map((stop) => ({
      title: { en: `Lift the stop of ${stop.service ?? 'everything'} (${stop.reason})`, ja: `${stop.service ?? 'すべて'}の停止を解除する（${stop.reason}）` },
      write: (trx) => clearStops(trx, [stop.id], { by: context.actor.name, at: context.clock.now(), reason }),
    }));
  },

  async report({ service, stops }, context) {
    context.events.publish({ topic: 'emergency', service: service ?? undefined });
    const left = (await activeStops(context.store.db)).map(describeStop);
    return { cleared: stops.length, stillStopped: left.map((stop) => stop.service ?? 'everything') };
  },
});
