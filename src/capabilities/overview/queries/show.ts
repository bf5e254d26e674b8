import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { askIfThere } from '../ask.ts';
import { allConcerns } from '../concerns.ts';
import { deliveriesToday } from '../deliveries.ts';

const FEW = 8;
const NOTHING: { items: object[] } = { items: [] };

export const showOverview = defineQuery({
  name: 'overview.show',
  summary: { en: 'What needs a person now, how things stand, what comes next', ja: '全体の状況：要対応、サービスの状態、次の予定' },
  input: z.object({}),

  async answer(_, context) {
    const [concerns, services, deliveries, next, recent, emergency] = await Promise.all([
      allConcerns(context),
      askIfThere(context, 'service.list', {}, NOTHING),
      deliveriesToday(context),
      askIfThere(context, 'jobs.next', { count: FEW }, NOTHING),
      askIfThere(context, 'runs.list', { limit: FEW }, NOTHING),
      askIfThere<{ stops: object[] }>(context, 'emergency.status', {}, { stops: [] }),
    ]);
    return {
      concerns,
      services: services.items,
      deliveries,
      next: next.items,
      recent: recent.items,
      emergency: emergency.stops[0] ?? null,
    };
  },
});
