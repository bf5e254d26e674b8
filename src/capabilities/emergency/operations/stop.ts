import { newId } from '#platform/ids.ts';
import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { activeStops, insertStop } from '../records.ts';
import { describeStop } from '../stop-state.ts';

export const stopEverything = defineOperation({
  name: 'emergency.stop',
  summary: { en: 'Stop all sending and every act at once, until it is cleared', ja: '緊急停止：解除するまで配信と操作をすべて止める' },
  // Stopping must never wait for a permission that is hard to get.
  risk: 'safe',
  duringStop: 'allowed',
  lock: () => null,
  input: z.object({
    service: ServiceId.optional().describe('One service; everything when left out'),
    reason: z.string().min(1).max(500).describe('Why: shown to everyone who meets the stop'),
  }),

  async prepare({ service, reason }, context) {
    if (service) context.manual.service(service);
    const same = (await activeStops(context.store.db)).find((stop) => stop.service === (service ?? null));
    return { service: service ?? null, reason, already: same ? describeStop(same) : null };
  },

  // Whoever stops twice in a panic has done nothing wrong: the stop stands.
  steps({ service, reason, already }, context) {
    if (already) return [];
    const what = service ?? 'everything';
    return [
      {
        title: { en: `Stop ${what}`, ja: `${service ?? 'すべて'}を停止する` },
        write: (trx) =>
          insertStop(trx, {
            id: newId('e', context.clock.now()),
            service,
            reason,
            stopped_by: context.actor.name,
            stopped_at: context.clock.now(),
            cleared_by: null,
            cleared_at: null,
            cleared_reason: null,
          }),
      },
    ];
  },

  report({ service, reason, already }, context) {
    if (already) return { stopped: service ?? 'everything', already };
    context.events.publish({ topic: 'emergency', service: service ?? undefined });
    return { stopped: service ?? 'everything', reason };
  },
});
