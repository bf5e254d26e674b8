import { rfc3339 } from '#platform/clock.ts';
import { ServiceId } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { defineQuery } from '#operations/define.ts';
import { Limit } from '#operations/fields.ts';
import { z } from 'zod';
import { describeDelivery } from '../describe.ts';
import { watchChanges } from '../feed.ts';
import { listDeliveries } from '../records/lists.ts';
import type { DeliveryRow } from '../schema.ts';

/** A watcher that does not keep up is told of the newest changes only, and how many it missed. */
const MOST_WAITING = 10_000;

type Watched = { service?: string | undefined; lines: number };

export const watchDeliveries = defineQuery({
  name: 'delivery.watch',
  summary: { en: 'Watch deliveries live', ja: '配信をリアルタイムで監視する' },
  input: z.object({ service: ServiceId.optional(), lines: Limit(10).describe('How many of the latest to begin with') }),
  positionals: ['service'],

  async answer({ service, lines }, { store }) {
    const latest = await listDeliveries(store.db, { service, limit: lines });
    return { items: latest.toReversed().map(change) };
  },

  follow: ({ service }, context) => changes({ service, lines: 0 }, context),
});

const change = (row: DeliveryRow) => ({ at: rfc3339(row.updated_at), ...describeDelivery(row) });

async function* changes({ service }: Watched, context: Context): AsyncGenerator<object> {
  const waiting: DeliveryRow[] = [];
  let missed = 0;
  let wake = (): void => {};
  const deaf = watchChanges(context, (row) => {
    if (service !== undefined && row.service !== service) return;
    if (waiting.length >= MOST_WAITING && waiting.shift()) missed += 1;
    waiting.push(row);
    wake();
  });
  const stop = (): void => wake();
  context.signal.addEventListener('abort', stop);
  try {
    while (!context.signal.aborted) {
      if (missed > 0) yield { at: rfc3339(context.clock.now()), missed: missed };
      missed = 0;
      const row = waiting.shift();
      if (row) yield change(row);
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    context.signal.removeEventListener('abort', stop);
    deaf();
  }
}
