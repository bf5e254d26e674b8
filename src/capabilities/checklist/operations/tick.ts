import { rfc3339 } from '#platform/clock.ts';
import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { requireTickable } from '../declared-item.ts';
import { spanAt } from '../period.ts';
import { putTick, ticksOf } from '../records.ts';

export const tickItem = defineOperation({
  name: 'checklist.tick',
  summary: { en: 'Tick an item of a checklist', ja: 'チェックリストの項目を済みにする' },
  risk: 'safe',
  input: z.object({
    service: ServiceId,
    item: z.string().describe('Item, as in the manual'),
    period: z.enum(['daily', 'weekly', 'monthly']).optional().describe('Which list, where the item is on several'),
    note: z.string().max(1000).optional().describe('What was seen'),
  }),
  positionals: ['service', 'item'],

  async prepare({ service, item, period, note }, context) {
    const manual = context.manual.service(service);
    const found = requireTickable(manual, item, period);
    const { key } = spanAt(found.period, context.clock.now(), manual.zone);
    const name = { service, period: found.period, key, item };
    const ticked = (await ticksOf(context.store.db, name)).find((row) => row.item === item);
    // Whoever ticks twice has done nothing wrong: the first tick stands, unless there is something new to say.
    const stands = ticked !== undefined && (note === undefined || note === ticked.note);
    return {
      ...name,
      title: found.title,
      note: note ?? null,
      already: stands ? { by: ticked.ticked_by, at: rfc3339(ticked.ticked_at) } : null,
    };
  },

  steps({ already, note, title, ...name }, context) {
    if (already) return [];
    return [
      {
        title: { en: `Tick “${title.en}” (${name.key})`, ja: `「${title.ja}」を済みにする（${name.key}）` },
        write: (trx) => putTick(trx, { ...name, note, ticked_by: context.actor.name, ticked_at: context.clock.now() }),
      },
    ];
  },

  report({ service, period, key, item, already }, context) {
    context.events.publish({ topic: 'checklist', service, id: period });
    return { service, period, key, item, done: true, ...(already && { already }) };
  },
});
