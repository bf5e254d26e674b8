import { defineCapability } from '#operations/capability.ts';
import { deliveryConcerns } from './concerns.ts';
import { pauseGuard } from './holds.ts';
import { deliveryMetrics } from './metrics.ts';
import { deliveryMigrations } from './migrations/index.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';
import { getDelivery, getMessage, postBatch, postMessage } from './routes/messages.ts';
import { sender } from './sender.ts';

export * from './channels/index.ts';
export {
  deliveryCounts,
  deliverySeries,
  type EndedCounts,
  type HourCounts,
  successRate,
  type WaitingCounts,
  waitingCounts,
} from './counts.ts';
export { acceptWithin, type OwnMessage } from './own-message.ts';

/** Messages accepted from services, and everything that becomes of them: the ledger that loses nothing. */
export const delivery = defineCapability({
  name: 'delivery',
  title: { en: 'Deliveries', ja: '配信' },
  operations: Object.values(operations),
  queries: Object.values(queries),
  routes: [postBatch, postMessage, getMessage, getDelivery],
  migrations: deliveryMigrations,
  workers: [sender],
  guards: [pauseGuard],
  concerns: deliveryConcerns,
  metrics: deliveryMetrics,
});
