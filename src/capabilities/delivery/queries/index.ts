export { deliveryErrors } from './errors.ts';
export { listOfDeliveries } from './list.ts';
export { deliveryMetrics } from './metrics.ts';
export { deliveryDetails } from './show.ts';
export { deliveryStatus } from './status.ts';
export { watchDeliveries } from './watch.ts';
