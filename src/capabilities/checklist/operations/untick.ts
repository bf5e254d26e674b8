import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { requireTickable } from '../declared-item.ts';
import { spanAt } from '../period.ts';
import { removeTick, ticksOf } from '../records.ts';

export const untickItem = defineOperation({
  name: 'checklist.untick',
  summary: { en: 'Take back the tick of an item', ja: 'チェックリストの項目を未了に戻す' },
  risk: 'safe',
  input: z.object({
    service: ServiceId,
    item: z.string().describe('Item, as in the manual'),
    period: z.enum(['daily', 'weekly', 'monthly']).optional().describe('Which list, where the item is on several'),
  }),
  positionals: ['service', 'item'],

  async prepare({ service, item, period }, context) {
    const manual = context.manual.service(service);
    const found = requireTickable(manual, item, period);
    const { key } = spanAt(found.period, context.clock.now(), manual.zone);
    const name = { service, period: found.period, key, item };
    const ticked = (await ticksOf(context.store.db, name)).some((row) => row.item === item);
    return { ...name, title: found.title, ticked };
  },

  steps({ ticked, title, ...name }) {
    if (!ticked) return [];
    return [
      {
        title: { en: `Untick “${title.en}” (${name.key})`, ja: `「${title.ja}」を未了に戻す（${name.key}）` },
        write: (trx) => removeTick(trx, name),
      },
    ];
  },

  report({ service, period, key, item }, context) {
    context.events.publish({ topic: 'checklist', service, id: period });
    return { service, period, key, item, done: false };
  },
});
