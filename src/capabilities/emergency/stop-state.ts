import { rfc3339 } from '#platform/clock.ts';
import { OpsError } from '#platform/errors.ts';
import type { Guard } from '#operations/capability.ts';
import type { Toban } from '#operations/context.ts';
import { stopsBeside } from './beside.ts';
import { activeStops, stopOver } from './records.ts';
import type { EmergencyStopRow } from './schema.ts';

export type EmergencyStop = { id: string; service: string | null; reason: string; by: string; at: string };

export const describeStop = (row: EmergencyStopRow): EmergencyStop => ({
  id: row.id,
  service: row.service,
  reason: row.reason,
  by: row.stopped_by,
  at: rfc3339(row.stopped_at),
});

/** The emergency stop that holds a service now, if any. Read each time, never remembered. */
export async function stopFor(
  { store, files }: Toban,
  service: string | undefined,
): Promise<EmergencyStop | undefined> {
  const beside = (await stopsBeside(files)).find((stop) => stop.service === null || stop.service === service);
  const row = beside ?? (await stopOver(store.db, service));
  return row && describeStop(row);
}

/** Every stop in force. */
export async function stopsInForce({ store, files }: Pick<Toban, 'store' | 'files'>): Promise<EmergencyStop[]> {
  const [beside, kept] = [await stopsBeside(files), await activeStops(store.db)];
  return [...kept, ...beside.filter(({ id }) => !kept.some((row) => row.id === id))].map(describeStop);
}

/** Refuses everything but what stops, pauses, shows or clears. */
export const emergencyGuard: Guard = async ({ operation, input }, context) => {
  if (operation.duringStop === 'allowed') return undefined;
  const service = typeof input['service'] === 'string' ? input['service'] : undefined;
  const stop = await stopFor(context, service);
  if (!stop) return undefined;
  return new OpsError(
    'emergency.stopped',
    `An emergency stop holds ${stop.service ?? 'everything'}: ${stop.reason} (${stop.by}, ${stop.at}).`,
    {
      kind: 'blocked',
      hint: `When it is safe: toban emergency clear${stop.service ? ` ${stop.service}` : ''}`,
    },
  );
};
