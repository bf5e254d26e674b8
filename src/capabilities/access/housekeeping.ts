import type { Worker } from '#operations/capability.ts';
import type { Toban } from '#operations/context.ts';
import { deleteSession, forgetOld } from './records.ts';
import { payAudit, reserveOf } from './reserve.ts';
import { WINDOW_MS } from './throttle.ts';

const EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

/** Forgets what has ended, and writes down what waited in memory for room. */
export const housekeeping: Worker = {
  name: 'access-housekeeping',
  async run(toban, signal) {
    while (!signal.aborted) {
      await tidy(toban).catch((error: unknown) =>
        toban.log.warn('sessions could not be tidied', { error: String(error) }),
      );
      await toban.clock.sleep(EVERY_MS, signal).catch(() => {});
    }
    await payAudit(toban);
  },
};

export async function tidy(toban: Toban): Promise<void> {
  const now = toban.clock.now();
  const reserve = reserveOf(toban);
  reserve.failures = reserve.failures.filter(({ at }) => at > now - WINDOW_MS);
  for (const [hash, { expires_at }] of reserve.sessions) if (expires_at <= now) reserve.sessions.delete(hash);
  await payAudit(toban);
  const ended = [...reserve.ended];
  await toban.store.transaction(async (trx) => {
    for (const hash of ended) await deleteSession(trx, hash);
    await forgetOld(trx, { now, failuresBefore: now - DAY_MS, tokensBefore: now - 30 * DAY_MS });
  });
  for (const hash of ended) reserve.ended.delete(hash);
}
