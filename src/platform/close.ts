import type { Platform } from './index.ts';

/** Closes in the order that loses nothing: the log last, since the others may still speak. */
export async function closePlatform({ store, http, log }: Platform): Promise<void> {
  await http.close();
  await store.close();
  await log.close();
}
