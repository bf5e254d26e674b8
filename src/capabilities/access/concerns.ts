import type { Concern } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { isUnclaimed } from './claim.ts';
import { countFailures } from './records.ts';

const HOUR_MS = 3_600_000;
const MANY_FAILURES = 5;

export async function accessConcerns({ store, clock }: Context): Promise<Concern[]> {
  const concerns: Concern[] = [];
  if (await isUnclaimed(store.db)) {
    concerns.push({
      level: 'info',
      title: { en: 'There is no administrator yet', ja: 'まだ管理者がいません' },
      hint: 'Open the console and enter the one-time code that toban up showed, or: toban users create USERNAME administrator',
      page: '/sign-in',
    });
  }
  const { count } = await countFailures(store.db, clock.now() - HOUR_MS);
  if (count >= MANY_FAILURES) {
    concerns.push({
      level: 'warning',
      title: { en: `${count} sign-ins failed within an hour`, ja: `1時間にサインインの失敗が${count}回ありました` },
      hint: 'See who tried: toban audit list --action session.refused',
      page: '/audit',
    });
  }
  return concerns;
}
