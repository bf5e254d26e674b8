import type { Worker } from './capability.ts';

/** At each start the whole store is read once: what is damaged shall be known before it is needed. */
export const storeCheck: Worker = {
  name: 'store-check',
  async run({ store, log }) {
    const damage = await store.verify();
    if (damage) log.error(damage.message, { hint: damage.hint });
  },
};
