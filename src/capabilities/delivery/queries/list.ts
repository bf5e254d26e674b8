import { ServiceId } from '#manual/service.ts';
import { defineQuery } from '#operations/define.ts';
import { Instant, Limit } from '#operations/fields.ts';
import { z } from 'zod';
import { describeDelivery } from '../describe.ts';
import { listDeliveries } from '../records/lists.ts';

const State = z.enum([
  'scheduled',
  'ready',
  'sending',
  'accepted',
  'delivered',
  'unknown',
  'dead',
  'suppressed',
  'expired',
  'cancelled',
  'held',
]);

export const listOfDeliveries = defineQuery({
  name: 'delivery.list',
  summary: { en: 'List deliveries, newest first', ja: '配信の一覧を新しい順に表示する' },
  input: z.object({
    service: ServiceId.optional(),
    state: State.optional().describe('Only those in this state'),
    channel: z.string().optional().describe('Only those on this channel, by its name in the manual'),
    category: z.string().optional().describe('Only those of this category'),
    search: z.string().max(200).optional().describe('Part of an address or a title, or an id; among the newest 20,000'),
    since: Instant.optional().describe('Accepted at this time or later'),
    until: Instant.optional().describe('Accepted before this time'),
    limit: Limit(50),
    cursor: z.string().optional().describe('`next` of the page before'),
  }),

  async answer({ cursor, ...filter }, { store }) {
    const rows = await listDeliveries(store.db, { ...filter, before: cursor, limit: filter.limit + 1 });
    const items = rows.slice(0, filter.limit).map(describeDelivery);
    const last = items.at(-1);
    return { items, ...(rows.length > filter.limit && last && { next: last.id }) };
  },
});
