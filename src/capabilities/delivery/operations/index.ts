export { cancelDelivery } from './cancel.ts';
export { pauseDeliveries } from './pause.ts';
export { releaseDelivery } from './release.ts';
export { resumeDeliveries } from './resume.ts';
export { retryDeliveries } from './retry.ts';
export { sendByHand } from './send.ts';
