import { z } from 'zod';
import { ServiceId } from '#manual/service.ts';
import { addDays, dayOf, startOfDay } from '#manual/zone.ts';
import { defineQuery } from '#operations/define.ts';
import { countErrors } from '../count.ts';
import { LogName } from '../fields.ts';
import { searchLogs } from '../search.ts';
import { sourcesOf } from '../sources.ts';

const MOST_ITEMS = 100;

export const logErrors = defineQuery({
  name: 'logs.errors',
  summary: { en: "Count the errors of each day, and show today's", ja: '日ごとのエラー件数と、今日のエラーを表示する' },
  input: z.object({
    service: ServiceId,
    log: LogName.optional(),
    days: z.coerce
      .number()
      .int()
      .min(1)
      .max(366)
      .default(7)
      .describe("How many days, today included, in the service's zone"),
  }),

  async answer({ service, log, days: count }, context) {
    const { zone } = context.manual.service(service);
    const today = dayOf(context.clock.now(), zone);
    const first = addDays(today, 1 - count);
    const sources = await sourcesOf(context, { service, log });
    const counts = await countErrors(context, sources, startOfDay(first, zone), context.signal);
    const days = Array.from({ length: count }, (_, index) => addDays(first, index)).map((day) => ({
      day,
      count: counts.get(day) ?? 0,
    }));
    const since = startOfDay(today, zone);
    const wantedOf = () => ({ level: 'error' as const, since, until: startOfDay(addDays(today, 1), zone) - 1 });
    const limit = Math.min(counts.get(today) ?? 0, MOST_ITEMS);
    const { items } = await searchLogs(context, { sources, wantedOf, limit, signal: context.signal });
    return {
      service,
      zone,
      total: days.reduce((sum, day) => sum + day.count, 0),
      today: counts.get(today) ?? 0,
      days,
      items,
    };
  },
});
