import { newId } from '#platform/ids.ts';
import { ServiceId } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { putBeside } from '../beside.ts';
import { insertStop } from '../records.ts';
import type { EmergencyStopRow } from '../schema.ts';
import { stopsInForce } from '../stop-state.ts';

export const stopEverything = defineOperation({
  name: 'emergency.stop',
  summary: {
    en: 'Stop all sending and every act at once, until it is cleared',
    ja: '緊急停止：解除するまで配信と操作をすべて止める',
  },
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
    const already = (await stopsInForce(context)).find((stop) => stop.service === (service ?? null));
    return { service: service ?? null, reason, already: already ?? null };
  },

  // Whoever stops twice in a panic has done nothing wrong: the stop stands.
  steps({ service, reason, already }, context) {
    if (already) return [];
    const what = service ?? 'everything';
    return [
      {
        title: { en: `Stop ${what}`, ja: `${service ?? 'すべて'}を停止する` },
        write: (trx) => insertStop(trx, stopRow(service, reason, context)),
      },
    ];
  },

  report({ service, reason, already }, context) {
    if (already) return { stopped: service ?? 'everything', already };
    context.events.publish({ topic: 'emergency', service: service ?? undefined });
    return { stopped: service ?? 'everything', reason };
  },

  async withoutStore({ service, reason }, context) {
    await putBeside(context.files, stopRow(service ?? null, reason, context));
    context.events.publish({ topic: 'emergency', service });
    return {
      stopped: service ?? 'everything',
      reason,
      note: 'The store takes nothing now: the stop stands beside it, holds, and is taken in later.',
    };
  },
});

const stopRow = (service: string | null, reason: string, { clock, actor }: Context): EmergencyStopRow => ({
  id: newId('e', clock.now()),
  service,
  reason,
  stopped_by: actor.name,
  stopped_at: clock.now(),
  cleared_by: null,
  cleared_at: null,
  cleared_reason: null,
});
