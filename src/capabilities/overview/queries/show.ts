import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { askIfThere } from '../ask.ts';
import { allConcerns } from '../concerns.ts';
import { deliveriesToday } from '../deliveries.ts';
import { type Overview, overviewText } from '../text.ts';

const FEW = 8;

type Items<List> = { items: List };

export const showOverview = defineQuery({
  name: 'overview.show',
  summary: {
    en: 'What needs a person now, how things stand, what comes next',
    ja: '全体の状況：要対応、サービスの状態、次の予定',
  },
  input: z.object({}),

  async answer(_, context) {
    const [concerns, services, deliveries, next, recent, emergency] = await Promise.all([
      allConcerns(context),
      askIfThere<Items<Overview['services']>>(context, 'service.list', {}, { items: [] }),
      deliveriesToday(context),
      askIfThere<Items<Overview['next']>>(context, 'jobs.next', { count: FEW }, { items: [] }),
      askIfThere<Items<Overview['recent']>>(context, 'runs.list', { limit: FEW }, { items: [] }),
      askIfThere<{ stops: object[] }>(context, 'emergency.status', {}, { stops: [] }),
    ]);
    const told = { concerns, services: services.items, deliveries, next: next.items, recent: recent.items };
    const zone = context.manual.all()[0]?.zone ?? 'UTC';
    return { ...told, emergency: emergency.stops[0] ?? null, text: overviewText(told, context.lang, zone) };
  },
});
