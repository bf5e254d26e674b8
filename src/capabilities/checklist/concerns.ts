import type { Period } from '#manual/guides.ts';
import type { Text } from '#manual/text.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Concern } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { checklistOf, previousOf } from './list.ts';
import { PERIOD_NAMES } from './text.ts';
import { PERIODS, spanAt } from './period.ts';

/** Lists that were left open when their time had passed, and are not made good yet. */
export async function overdueLists(context: Context): Promise<Concern[]> {
  const lists = context.manual.all().flatMap((manual) => PERIODS.map((period) => ({ manual, period })));
  const concerns = await Promise.all(lists.map(({ manual, period }) => concernOf(context, manual, period)));
  return concerns.filter((concern) => concern !== undefined);
}

async function concernOf(context: Context, manual: ServiceManual, period: Period): Promise<Concern | undefined> {
  if (manual.checklists[period].length === 0) return undefined;
  const previous = await previousOf(context, manual, spanAt(period, context.clock.now(), manual.zone));
  if (previous?.complete !== false) return undefined;
  const { overdue, items } = await checklistOf(context, manual, period);
  if (!overdue) return undefined;
  const open = items.filter((item) => !item.done).map((item) => item.title[context.lang]);
  return {
    level: 'warning',
    service: manual.id,
    title: overdueTitle(period, previous.key),
    detail: open.join(context.lang === 'ja' ? '、' : ', '),
    hint: `toban checklist show ${manual.id} --${period}`,
    page: `/services/${manual.id}/checklists`,
  };
}

const overdueTitle = (period: Period, key: string): Text => ({
  en: `The ${PERIOD_NAMES[period].en} checklist of ${key} was left open`,
  ja: `${PERIOD_NAMES[period].ja}チェックリスト（${key}）が未完了のままです`,
});
