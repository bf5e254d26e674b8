import type { Period } from '#manual/guides.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Toban } from '#operations/context.ts';
import { askFact } from './facts.ts';
import { WATCHED } from './list.ts';
import { PERIODS, spanAt } from './period.ts';
import { putFacts } from './records.ts';

/** Often enough that a period whose end nobody saw is still judged by its last hour. */
const LOOK_EVERY_MS = 15 * 60_000;
/** How long before a period's end its facts are seen for the last time. */
const BEFORE_THE_END_MS = 5000;

/** Writes down how the facts stand, again and again and shortly before each period ends. */
export async function watchFacts(toban: Toban, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await seeAllFacts(toban);
    await toban.clock.sleep(untilNextLook(toban), signal).catch(() => {});
  }
}

export async function seeAllFacts(toban: Toban): Promise<void> {
  for (const manual of toban.manual.all()) {
    for (const period of PERIODS.filter((one) => manual.checklists[one].length > 0))
      await seeFacts(toban, manual, period);
  }
}

async function seeFacts(toban: Toban, manual: ServiceManual, period: Period): Promise<void> {
  const seen_at = toban.clock.now();
  const { key } = spanAt(period, seen_at, manual.zone);
  const row = (item: string, ok: boolean | null, detail: string) => ({
    service: manual.id,
    period,
    key,
    item,
    ok: ok === null ? null : Number(ok),
    detail: toban.secrets.redact(detail),
    seen_at,
  });
  const facts = manual.checklists[period].filter((item) => item.kind === 'fact');
  const verdicts = await Promise.all(
    facts.map(async (fact) => ({ item: fact.item, ...(await askFact(toban, manual.id, fact)) })),
  );
  await putFacts(toban.store.db, [
    row(WATCHED, null, ''),
    ...verdicts.map(({ item, ok, detail }) => row(item, ok, detail)),
  ]);
}

/** Until shortly before the next day of any service begins, for weeks and months end with a day. */
export function untilNextLook(toban: Toban): number {
  const now = toban.clock.now();
  const ends = toban.manual.all().map(({ zone }) => spanAt('daily', now, zone).until - BEFORE_THE_END_MS - now);
  return Math.min(LOOK_EVERY_MS, ...ends.filter((left) => left > 0));
}
