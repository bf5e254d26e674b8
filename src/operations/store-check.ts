import { once } from 'node:events';
import type { Worker } from './capability.ts';

/** At each start the whole store is read once: what is damaged shall be known before it is needed. */
export const storeCheck: Worker = {
  name: 'store-check',
  async run({ store, log }, signal) {
    const damage = await Promise.race([store.verify(), once(signal, 'abort').then(() => undefined)]);
    if (damage) log.error(damage.message, { hint: damage.hint });
  },
};
