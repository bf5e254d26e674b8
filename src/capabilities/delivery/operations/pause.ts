import { rfc3339 } from '#platform/clock.ts';
import { OpsError } from '#platform/errors.ts';
import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { Instant } from '#operations/fields.ts';
import { z } from 'zod';
import { putPause } from '../records/holds.ts';

export const pauseDeliveries = defineOperation({
  name: 'delivery.pause',
  summary: { en: "Pause a service's deliveries", ja: 'サービスの配信を一時停止する' },
  risk: 'disruptive',
  lock: () => null,
  duringStop: 'allowed',
  input: z.object({
    service: ServiceId,
    reason: z.string().min(1).max(500).describe('Why; it is shown to everybody'),
    until: Instant.optional().describe('When it ends by itself (RFC 3339); left out: when somebody resumes'),
  }),

  prepare({ service, reason, until }, { manual, clock, actor }) {
    manual.service(service);
    if (until !== undefined && until <= clock.now()) {
      throw new OpsError('delivery.pause-over', `${rfc3339(until)} has passed already.`, {
        kind: 'usage',
        hint: 'Name a later time, or leave --until out.',
      });
    }
    return { service, reason, until: until ?? null, by: actor.name };
  },

  steps: ({ service, reason, until, by }, { clock }) => [
    {
      title: {
        en: `Hold all deliveries of ${service}; new ones are accepted and wait`,
        ja: `${service} の配信をすべて止める（新しい受付は続き、待機する）`,
      },
      write: (trx) => putPause(trx, { service, reason, paused_by: by, paused_at: clock.now(), until }),
    },
  ],

  report({ service, reason, until, by }, { events }) {
    events.publish({ topic: 'delivery', service });
    return { service, paused: true, reason, by, until: until === null ? null : rfc3339(until) };
  },
});
