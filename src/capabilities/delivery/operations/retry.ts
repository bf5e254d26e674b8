import { OpsError } from '#platform/errors.ts';
import { ServiceId } from '#manual/service.ts';
import type { Context } from '#operations/context.ts';
import { defineOperation } from '#operations/define.ts';
import { Limit } from '#operations/fields.ts';
import { z } from 'zod';
import { announce } from '../feed.ts';
import { pausesNow, reviveAddress } from '../records/holds.ts';
import { changeIn, findDelivery, listRetryable } from '../records/lists.ts';
import type { DeliveryRow, DeliveryState } from '../schema.ts';
import { DeliveryId } from './fields.ts';
import { unknownId } from '../routes/messages.ts';

const RETRYABLE: DeliveryState[] = ['dead', 'unknown', 'suppressed', 'expired'];

type Plan = { rows: Pick<DeliveryRow, 'id' | 'state' | 'service' | 'channel' | 'address'>[]; byName: boolean };

/**
 * Puts failed deliveries back among those that wait. By service only what may succeed now: refusals for good, dead
 * addresses and sends without an answer need a person to name them.
 */
export const retryDeliveries = defineOperation({
  name: 'delivery.retry',
  summary: { en: 'Send failed deliveries again', ja: '失敗した配信を再送する' },
  risk: 'disruptive',
  lock: () => null,
  input: z.object({
    service: ServiceId.optional(),
    delivery: DeliveryId.optional().describe('One delivery, whatever it failed by'),
    limit: Limit(10).describe('At most so many, the oldest first'),
  }),
  positionals: ['service'],

  async prepare({ service, delivery, limit }, context): Promise<Plan> {
    if (delivery !== undefined) return { rows: [await named(context, delivery)], byName: true };
    if (service !== undefined) context.manual.service(service);
    const pauses = await pausesNow(context.store.db, context.clock.now());
    const exceptServices = pauses.map((pause) => pause.service);
    return {
      rows: (await listRetryable(context.store.db, { service, exceptServices, limit })).map(brief),
      byName: false,
    };
  },

  steps: ({ rows, byName }, context) =>
    rows.length === 0
      ? []
      : [
          {
            title: {
              en: `Put ${rows.length} deliveries back among those that wait`,
              ja: `${rows.length}件の配信を送信待ちに戻す`,
            },
            async write(trx) {
              const now = context.clock.now();
              if (byName) for (const row of rows) await reviveAddress(trx, row);
              for (const state of RETRYABLE) {
                const ids = rows.filter((row) => row.state === state).map(({ id }) => id);
                if (ids.length > 0) await changeIn(trx, ids, [state], again(state, now));
              }
            },
          },
        ],

  async report({ rows }, context) {
    const now = await Promise.all(rows.map(({ id }) => findDelivery(context.store.db, id)));
    announce(
      context,
      now.filter((row) => row !== undefined),
    );
    return { retried: rows.length, deliveries: rows.map(({ id }) => id) };
  },
});

const again = (state: DeliveryState, now: number): Partial<DeliveryRow> => ({
  state: 'ready',
  failures: 0,
  ready_at: now,
  updated_at: now,
  ended_at: null,
  retryable: 0,
  ...(state === 'unknown' && { possible_duplicate: 1 }),
  ...(state === 'expired' && { expires_at: null }),
});

const brief = ({ id, state, service, channel, address }: DeliveryRow) => ({ id, state, service, channel, address });

async function named({ store }: Context, id: string) {
  const row = await findDelivery(store.db, id);
  if (!row) throw unknownId('delivery', id);
  if (RETRYABLE.includes(row.state)) return brief(row);
  throw new OpsError('delivery.not-retryable', `Delivery ${id} is ${row.state}; there is nothing to retry.`, {
    kind: 'conflict',
    hint: `See: toban delivery show ${id}`,
  });
}
