import { OpsError } from '#platform/errors.ts';
import { defineOperation } from '#operations/define.ts';
import { z } from 'zod';
import { announce } from '../feed.ts';
import { changeIn, findDelivery } from '../records/lists.ts';
import { unknownId } from '../routes/messages.ts';
import { DeliveryId } from './fields.ts';

/** A person's answer to "was it sent?": no, or it may arrive twice. */
export const releaseDelivery = defineOperation({
  name: 'delivery.release',
  summary: { en: 'Send a delivery that waits for a person', ja: '担当者の判断を待つ配信を送信する' },
  risk: 'disruptive',
  lock: () => null,
  input: z.object({ delivery: DeliveryId }),
  positionals: ['delivery'],

  async prepare({ delivery }, { store }) {
    const row = await findDelivery(store.db, delivery);
    if (!row) throw unknownId('delivery', delivery);
    if (row.state !== 'held' && row.state !== 'unknown') throw notHeld(delivery, row.state);
    return { id: row.id, to: row.address, service: row.service, unanswered: row.state === 'unknown' };
  },

  steps: ({ id, to, unanswered }, { clock }) => [
    {
      title: unanswered
        ? { en: `Send again to ${to}; it may arrive twice`, ja: `${to} へもう一度送る（二重に届く可能性がある）` }
        : { en: `Send to ${to}`, ja: `${to} へ送る` },
      async write(trx) {
        const now = clock.now();
        const change = { state: 'ready' as const, failures: 0, ready_at: now, updated_at: now, ended_at: null };
        const [row] = await changeIn(trx, [id], ['held', 'unknown'], {
          ...change,
          ...(unanswered && { possible_duplicate: 1 }),
        });
        if (!row) throw notHeld(id, 'no longer waiting');
      },
    },
  ],

  async report({ id }, context) {
    const row = await findDelivery(context.store.db, id);
    if (row) announce(context, [row]);
    return { delivery: id, state: row?.state };
  },
});

const notHeld = (id: string, state: string): OpsError =>
  new OpsError('delivery.not-held', `Delivery ${id} is ${state}; it does not wait for a person.`, {
    kind: 'conflict',
    hint: `See: toban delivery show ${id}`,
  });
