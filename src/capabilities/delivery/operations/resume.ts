import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { describePause } from '../holds.ts';
import { pauseOf, removePause } from '../records/holds.ts';

export const resumeDeliveries = defineOperation({
  name: 'delivery.resume',
  summary: { en: "Resume a service's deliveries", ja: 'サービスの配信を再開する' },
  risk: 'disruptive',
  lock: () => null,
  input: z.object({ service: ServiceId }),

  async prepare({ service }, { manual, store, clock }) {
    manual.service(service);
    const pause = await pauseOf(store.db, service, clock.now());
    return { service, pause: pause ? describePause(pause) : null };
  },

  // A pause changes no delivery, so lifting it leaves each exactly as it was: what was held or cancelled stays so.
  steps: ({ service, pause }) =>
    pause === null
      ? []
      : [
          {
            title: { en: `Let the deliveries of ${service} go on`, ja: `${service} の配信を再開する` },
            write: (trx) => removePause(trx, service),
          },
        ],

  report({ service, pause }, { events }) {
    events.publish({ topic: 'delivery', service });
    return { service, paused: false, was: pause };
  },
});
