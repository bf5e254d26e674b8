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

  answer: async (watched, context) => ({ items: await latestChanges(watched, context) }),

  follow: (watched, context) => changes(watched, context),
});

async function latestChanges({ service, lines }: Watched, { store }: Context): Promise<object[]> {
  const latest = await listDeliveries(store.db, { service, limit: lines });
  return latest.toReversed().map(change);
}

const change = (row: DeliveryRow) => ({ at: rfc3339(row.updated_at), ...describeDelivery(row) });

async function* changes(watched: Watched, context: Context): AsyncGenerator<object> {
  const waiting: DeliveryRow[] = [];
  let missed = 0;
  let wake = (): void => {};
  const deaf = watchChanges(context, (row) => {
    if (watched.service !== undefined && row.service !== watched.service) return;
    if (waiting.length >= MOST_WAITING && waiting.shift()) missed += 1;
    waiting.push(row);
    wake();
  });
  const stop = (): void => wake();
  context.signal.addEventListener('abort', stop);
  try {
    yield* await latestChanges(watched, context);
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
