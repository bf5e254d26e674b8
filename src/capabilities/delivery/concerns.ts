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
    concerns.push(
      ...(await ofService(context, { service: id, since: startOfDay(dayOf(now, zone), zone), now, paused })),
    );
  }
  return concerns;
}

/** A channel that stumbles for a moment helps itself. */
const isWorthTelling = ({ kind, since }: BreakerRow, now: number): boolean =>
  kind === 'credentials' || now - since > 60_000;

function ofBreaker({ service, channel, kind, reason, hint, since }: BreakerRow): Concern {
  return {
    level: kind === 'credentials' ? 'critical' : 'warning',
    service,
    title:
      kind === 'credentials'
        ? {
            en: `${service} cannot send by ${channel}: it is refused`,
            ja: `${service} は ${channel} で送信できません（拒否されています）`,
          }
        : { en: `${service} cannot reach ${channel} for now`, ja: `${service} は現在 ${channel} に接続できません` },
    detail: `${reason} (since ${rfc3339(since)}; nothing is lost, the deliveries wait)`,
    hint: hint ?? `toban delivery status ${service}`,
    page: `/services/${service}/deliveries`,
  };
}

const ofPause = ({ service, reason, paused_by, until }: PauseRow): Concern => ({
  level: 'info',
  service,
  title: { en: `Deliveries of ${service} are paused`, ja: `${service} の配信は一時停止中です` },
  detail: `${reason} (${paused_by}${until === null ? '' : `, until ${rfc3339OrNull(until)}`})`,
  hint: `toban delivery resume ${service}`,
  page: `/services/${service}/deliveries`,
});

type Asked = { service: string; since: number; now: number; paused: boolean };

async function ofService(context: Context, { service, since, now, paused }: Asked): Promise<Concern[]> {
  const { dead } = await deliveryCounts(context, service, since, now + 1);
  const unknown = (await countIn(context.store.db, service, ['unknown']))[0]?.count ?? 0;
  const oldest = paused ? null : await oldestWaitingMs(context, service);
  return [
    ...(dead > 0 ? [ofDead(service, dead)] : []),
    ...(unknown > 0 ? [ofUnknown(service, unknown)] : []),
    ...(oldest !== null && oldest > LONG_MS ? [ofOldest(service, Math.floor(oldest / 60_000))] : []),
  ];
}

const ofDead = (service: string, count: number): Concern => ({
  level: 'warning',
  service,
  title: {
    en: `Deliveries of ${service} given up today: ${count}`,
    ja: `${service} の配信 ${count} 件が本日失敗しました`,
  },
  hint: `toban delivery retry ${service}`,
  page: `/services/${service}/deliveries?state=dead`,
});

const ofUnknown = (service: string, count: number): Concern => ({
  level: 'warning',
  service,
  title: {
    en: `${count} deliveries of ${service} were sent without an answer`,
    ja: `${service} の配信 ${count} 件は応答がなく、確認が必要です`,
  },
  hint: `toban delivery list --service ${service} --state unknown`,
  page: `/services/${service}/deliveries?state=unknown`,
});

const ofOldest = (service: string, minutes: number): Concern => ({
  level: 'warning',
  service,
  title: {
    en: `A delivery of ${service} has waited for ${minutes} minutes`,
    ja: `${service} の配信が ${minutes} 分間待っています`,
  },
  hint: `toban delivery status ${service}`,
  page: `/services/${service}/deliveries?state=ready`,
});
