import { rfc3339OrNull } from '#platform/clock.ts';
import { ServiceId } from '#manual/service.ts';
import { addDays, dayOf, startOfDay } from '#manual/zone.ts';
import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { failuresByCode } from '../records/counts.ts';

export const deliveryErrors = defineQuery({
  name: 'delivery.errors',
  summary: { en: 'What deliveries failed by, the most frequent first', ja: '配信エラーを種類別に多い順で表示する' },
  input: z.object({
    service: ServiceId,
    days: z.coerce
      .number()
      .int()
      .min(1)
      .max(366)
      .default(7)
      .describe("How many days, today included, in the service's zone"),
  }),

  async answer({ service, days }, { manual, store, clock }) {
    const { zone } = manual.service(service);
    const now = clock.now();
    const since = startOfDay(addDays(dayOf(now, zone), 1 - days), zone);
    const rows = await failuresByCode(store.db, { service, since, until: now + 1 });
    return {
      items: rows.map(({ code, answer, hint, count, last }) => ({
        code,
        detail: answer,
        hint,
        count,
        lastAt: rfc3339OrNull(last),
      })),
    };
  },
});
