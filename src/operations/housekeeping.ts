import type { Worker } from './capability.ts';
import { expireIdempotent } from './records.ts';
import { interruptAbandonedRuns } from './recover.ts';

const EVERY_MS = 15_000;
/** How long the answer to an Idempotency-Key is kept. */
const ANSWERS_KEPT_MS = 24 * 3_600_000;

/** Ends the runs of nodes that are gone, and forgets old answers. */
export const housekeeping = (owner: string): Worker => ({
  name: 'operations.housekeeping',
  async run(toban, signal) {
    while (!signal.aborted) {
      await interruptAbandonedRuns(toban, owner, false);
      await expireIdempotent(toban.store.db, toban.clock.now() - ANSWERS_KEPT_MS);
      await toban.clock.sleep(EVERY_MS, signal).catch(() => {});
    }
  },
});
