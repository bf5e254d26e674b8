import { defineCapability } from '#operations/capability.ts';
import { keepStopsWritable } from './beside.ts';
import { emergencyMigrations } from './migrations/index.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';
import { emergencyGuard, stopsInForce } from './stop-state.ts';

export { type EmergencyStop, stopFor } from './stop-state.ts';

/** The one switch that stops everything: state in the store, checked before every send and every step. */
export const emergency = defineCapability({
  name: 'emergency',
  title: { en: 'Emergency', ja: '緊急停止' },
  operations: Object.values(operations),
  queries: Object.values(queries),
  migrations: emergencyMigrations,
  guards: [emergencyGuard],
  workers: [keepStopsWritable],
  async concerns(context) {
    const stops = await stopsInForce(context);
    return stops.map((stop) => ({
      level: 'critical' as const,
      ...(stop.service && { service: stop.service }),
      title: { en: `Emergency stop: ${stop.service ?? 'everything'}`, ja: `緊急停止中：${stop.service ?? 'すべて'}` },
      detail: `${stop.reason} (${stop.by}, ${stop.at})`,
      hint: `toban emergency clear${stop.service ? ` ${stop.service}` : ''}`,
      page: '/emergency',
    }));
  },
});
