import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import { dayOf, startOfDay } from '#manual/zone.ts';
import type { Concern } from '#operations/capability.ts';
import type { Context } from '#operations/context.ts';
import { countIn } from './records/counts.ts';
import { breakers, pausesNow } from './records/holds.ts';
import { deliveryCounts, oldestWaitingMs } from './counts.ts';
import type { BreakerRow, PauseRow } from './schema.ts';

const LONG_MS = 10 * 60_000;

/** What a person should know now about deliveries. */
export async function deliveryConcerns(context: Context): Promise<Concern[]> {
  const { store, clock, manual } = context;
  const now = clock.now();
  const pauses = await pausesNow(store.db, now);
  const closed = (await breakers(store.db)).filter((breaker) => isWorthTelling(breaker, now));
  const concerns = [...closed.map(ofBreaker), ...pauses.map(ofPause)];
  for (const { id, zone } of manual.all()) {
    const paused = pauses.some(({ service }) => service === id);
    concerns.push(...(await ofService(context, id, startOfDay(dayOf(now, zone), zone), now, paused)));
  }
  return concerns;
}

/** A channel that stumbles for a moment helps itself. */
const isWorthTelling = ({ kind, since }: BreakerRow, now: number): boolean => kind === 'credentials' || now - since > 60_000;

function ofBreaker({ service, channel, kind, reason, hint, since }: BreakerRow): Concern {
  return {
    level: kind === 'credentials' ? 'critical' : 'warning',
    service,
    title:
      kind === 'credentials'
        ? { en: `${service} cannot send by ${channel}: it is refused`, ja: `${service} は ${channel} で送信できません（拒否されています）` }
        : { en: `${service} cannot reach ${channel} for now`, ja: `${service} は現在 ${channel} に接続できません` },
    detail: `${reason} (since ${rfc3339(since)}; nothing is lost, the deliveries wait)`,
    hint: hint ?? `toban delivery status ${service}`,
    page: `/deliveries?service=${service}`,
  };
}

const ofPause = ({ service, reason, paused_by, until }: PauseRow): Concern => ({
  level: 'info',
  service,
  title: { en: `Deliveries of ${service} are paused`, ja: `${service} の配信は一時停止中です` },
  detail: `${reason} (${paused_by}${until === null ? '' : `, until ${rfc3339OrNull(until)}`})`,
  hint: `toban delivery resume ${service}`,
  page: `/deliveries?service=${service}`,
});

async function ofService(context: Context, service: string, since: number, now: number, paused: boolean): Promise<Concern[]> {
  const concerns: Concern[] = [];
  const page = (state: string): string => `/deliveries?service=${service}&state=${state}`;
  const { dead } = await deliveryCounts(context, service, since, now + 1);
  if (dead > 0) {
    const title = { en: `${dead} deliveries of ${service} were given up today`, ja: `${service} の配信 ${dead} 件が本日失敗しました` };
    concerns.push({ level: 'warning', service, title, hint: `toban delivery retry ${service}`, page: page('dead') });
  }
  const unknown = (await countIn(context.store.db, service, ['unknown']))[0]?.count ?? 0;
  if (unknown > 0) {
    const title = { en: `${unknown} deliveries of ${service} were sent without an answer`, ja: `${service} の配信 ${unknown} 件は応答がなく、確認が必要です` };
    concerns.push({ level: 'warning', service, title, hint: `toban delivery list --service ${service} --state unknown`, page: page('unknown') });
  }
  const oldest = await oldestWaitingMs(context, service);
  if (!paused && oldest !== null && oldest > LONG_MS) {
    const minutes = Math.floor(oldest / 60_000);
    const title = { en: `A delivery of ${service} has waited for ${minutes} minutes`, ja: `${service} の配信が ${minutes} 分間待っています` };
    concerns.push({ level: 'warning', service, title, hint: `toban delivery status ${service}`, page: page('ready') });
  }
  return concerns;
}
