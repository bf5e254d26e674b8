import { dayOf, startOfDay } from '#manual/zone.ts';
import type { Concern } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { countErrors } from './count.ts';
import { sourcesOf } from './sources.ts';

/** Services whose logs tell of errors today. */
export async function errorConcerns(context: Context): Promise<Concern[]> {
  const concerns = await Promise.all(context.manual.all().map((manual) => concernOf(context, manual.id, manual.zone)));
  return concerns.filter((concern) => concern !== undefined);
}

async function concernOf(context: Context, service: string, zone: string): Promise<Concern | undefined> {
  const today = dayOf(context.clock.now(), zone);
  const sources = await sourcesOf(context, { service });
  const count = (await countErrors(context, sources, startOfDay(today, zone), context.signal)).get(today) ?? 0;
  if (count === 0) return undefined;
  return {
    level: 'warning',
    service,
    title: {
      en: `${count} error${count === 1 ? '' : 's'} in the logs today`,
      ja: `今日のログにエラーが ${count} 件あります`,
    },
    hint: `toban logs errors ${service}`,
    page: `/services/${service}/logs`,
  };
}
