import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import type { DeliveryRow } from './schema.ts';

/** A delivery as lists and watchers see it. */
export const describeDelivery = (row: DeliveryRow) => ({
  id: row.id,
  message: row.message_id,
  service: row.service,
  category: row.category,
  channel: row.channel,
  to: row.address,
  title: row.title,
  state: row.state,
  attempts: row.attempt,
  possibleDuplicate: row.possible_duplicate === 1,
  readyAt: rfc3339(row.ready_at),
  createdAt: rfc3339(row.created_at),
  updatedAt: rfc3339(row.updated_at),
  endedAt: rfc3339OrNull(row.ended_at),
  ...(row.error_code !== null && {
    error: {
      code: row.error_code,
      detail: row.error_detail ?? '',
      ...(row.error_hint !== null && { hint: row.error_hint }),
    },
  }),
});

export type DescribedDelivery = ReturnType<typeof describeDelivery>;
