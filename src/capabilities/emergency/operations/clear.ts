import { ServiceId } from '#manual/service.ts';
import { defineOperation, type Step } from '#operations/define.ts';
import { z } from 'zod';
import { stopsBeside, takeIn } from '../beside.ts';
import { clearStops } from '../records.ts';
import { stopsInForce } from '../stop-state.ts';

export const clearStop = defineOperation({
  name: 'emergency.clear',
  summary: { en: 'Lift an emergency stop', ja: '緊急停止を解除する' },
  risk: 'disruptive',
  duringStop: 'allowed',
  lock: () => null,
  input: z.object({
    service: ServiceId.optional().describe(
      'The service whose own stop is lifted; the stop of everything when left out',
    ),
    reason: z.string().max(500).optional().describe('Why it is safe again'),
  }),

  async prepare({ service, reason }, context) {
    const stops = (await stopsInForce(context)).filter((stop) => stop.service === (service ?? null));
    const beside = (await stopsBeside(context.files)).length > 0;
    return { service: service ?? null, reason: reason ?? null, stops, beside };
  },

  steps({ stops, reason, beside }, context) {
    const takenIn = {
      title: { en: 'Take in what was stopped beside the store', ja: 'ストアの外に記録した停止を取り込む' },
      run: () => takeIn(context),
    };
    const cleared = stops.map((stop): Step => ({
      title: {
        en: `Lift the stop of ${stop.service ?? 'everything'} (${stop.reason})`,
        ja: `${stop.service ?? 'すべて'}の停止を解除する（${stop.reason}）`,
      },
      write: (trx) => clearStops(trx, [stop.id], { by: context.actor.name, at: context.clock.now(), reason }),
    }));
    return beside ? [takenIn, ...cleared] : cleared;
  },

  async report({ service, stops }, context) {
    context.events.publish({ topic: 'emergency', service: service ?? undefined });
    const left = await stopsInForce(context);
    return { cleared: stops.length, stillStopped: left.map((stop) => stop.service ?? 'everything') };
  },
});
