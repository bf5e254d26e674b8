import { defineCapability } from '#operations/capability.ts';
import { deliveryConcerns } from './concerns.ts';
import { pauseGuard } from './holds.ts';
import { deliveryMetrics as countDeliveries } from './metrics.ts';
import { deliveryMigrations } from './migrations/index.ts';
import { cancelDelivery } from './operations/cancel.ts';
import { pauseDeliveries } from './operations/pause.ts';
import { releaseDelivery } from './operations/release.ts';
import { resumeDeliveries } from './operations/resume.ts';
import { retryDeliveries } from './operations/retry.ts';
import { sendByHand } from './operations/send.ts';
import { deliveryErrors } from './queries/errors.ts';
import { listOfDeliveries } from './queries/list.ts';
import { deliveryMetrics } from './queries/metrics.ts';
import { deliveryDetails } from './queries/show.ts';
import { deliveryStatus } from './queries/status.ts';
import { watchDeliveries } from './queries/watch.ts';
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

/** Messages accepted from services, and everything that becomes of them: the ledger that loses nothing. */
export const delivery = defineCapability({
  name: 'delivery',
  title: { en: 'Deliveries', ja: '配信' },
  operations: [pauseDeliveries, resumeDeliveries, retryDeliveries, cancelDelivery, releaseDelivery, sendByHand],
  queries: [deliveryStatus, listOfDeliveries, deliveryDetails, deliveryMetrics, deliveryErrors, watchDeliveries],
  routes: [postBatch, postMessage, getMessage, getDelivery],
  migrations: deliveryMigrations,
  workers: [sender],
  guards: [pauseGuard],
  concerns: deliveryConcerns,
  metrics: countDeliveries,
});
