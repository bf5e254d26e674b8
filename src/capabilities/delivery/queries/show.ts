import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { DeliveryId } from '../operations/fields.ts';
import { findDelivery } from '../records/lists.ts';
import { unknownId } from '../routes/messages.ts';
import { showDelivery } from '../show.ts';

export const deliveryDetails = defineQuery({
  name: 'delivery.show',
  summary: {
    en: 'One delivery with every attempt and its answer',
    ja: '配信1件を、すべての試行とその応答とともに表示する',
  },
  input: z.object({ delivery: DeliveryId }),
  positionals: ['delivery'],

  async answer({ delivery }, context) {
    const row = await findDelivery(context.store.db, delivery);
    if (!row) throw unknownId('delivery', delivery);
    return showDelivery(context, row);
  },
});
