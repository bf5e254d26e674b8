import { OpsError } from '#platform/errors.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { announce } from '../feed.ts';
import { changeIn, findDelivery } from '../records/lists.ts';
import { unknownId } from '../routes/messages.ts';
import type { DeliveryState } from '../schema.ts';
import { DeliveryId } from './fields.ts';

const CANCELLABLE: DeliveryState[] = ['ready', 'scheduled', 'held', 'unknown'];

export const cancelDelivery = defineOperation({
  name: 'delivery.cancel',
  summary: { en: 'Cancel a delivery that is not sent yet', ja: 'まだ送信していない配信を取り消す' },
  risk: 'disruptive',
  lock: () => null,
  duringStop: 'allowed',
  input: z.object({ delivery: DeliveryId }),
  positionals: ['delivery'],

  async prepare({ delivery }, { store }) {
    const row = await findDelivery(store.db, delivery);
    if (!row) throw unknownId('delivery', delivery);
    if (!CANCELLABLE.includes(row.state)) throw tooLate(delivery, row.state);
    return { id: row.id, to: row.address, state: row.state };
  },

  steps: ({ id, to }, { clock }) => [
    {
      title: { en: `Cancel the delivery to ${to}`, ja: `${to} への配信を取り消す` },
      async write(trx) {
        const now = clock.now();
        const [row] = await changeIn(trx, [id], CANCELLABLE, { state: 'cancelled', ended_at: now, updated_at: now });
        if (!row) throw tooLate(id, 'sending');
      },
    },
  ],

  async report({ id }, context) {
    const row = await findDelivery(context.store.db, id);
    if (row) announce(context, [row]);
    return { delivery: id, state: row?.state };
  },
});

const tooLate = (id: string, state: DeliveryState): OpsError =>
  new OpsError('delivery.not-cancellable', `Delivery ${id} is ${state}: it cannot be cancelled any more.`, {
    kind: 'conflict',
    hint: `See: toban delivery show ${id}`,
  });
