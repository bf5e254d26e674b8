import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Text } from '#manual/text.ts';
import type { Context, Toban } from '#operations/context.ts';
import { portOf } from './port.ts';
import { findRow } from './records.ts';
import { type Health, type Life, type ServiceRow, type ServiceState, STOPPED } from './schema.ts';
import { supervisorOf } from './supervisor.ts';

/** What people see of a service. */
export type ServiceStatus = {
  service: string;
  title: Text;
  state: ServiceState;
  wanted: ServiceRow['wanted'];
  health: Health;
  healthDetail?: string;
  pids: number[];
  startedAt: string | null;
  restarts: number;
  crashes: number;
  port?: number;
  url?: string;
  lastExit?: { code: number | null; signal: string | null; at: string };
  nextStartAt?: string;
  hint?: string;
  node?: string;
};

export async function statusOf(context: Context, manual: ServiceManual): Promise<ServiceStatus> {
  const row = await findRow(context.store.db, manual.id);
  const supervisor = supervisorOf(context);
  const life = supervisor.lifeOf(manual.id) ?? (row ? trueLife(context, row) : withoutProcess(manual));
  return describe(context, manual, life, row);
}

/** What the table says may be from a Toban that was killed since. */
function trueLife(at: Toban, row: ServiceRow): Life {
  const supervisor = supervisorOf(at);
  if (supervisor.isHeldByOther(row)) return row;
  const identity = identityOf(row);
  const left = identity !== undefined && at.commands.alive(identity);
  if (left && supervisor.onDuty)
    return {
      ...row,
      state: 'stopping',
      health: 'unknown',
      hint: 'A former Toban left this process; it is ended before it starts anew.',
    };
  if (left)
    return {
      ...row,
      health: 'unknown',
      hint: 'Toban is not running and left this process behind. It takes the service back with: toban up',
    };
  const hint = supervisor.onDuty ? null : 'toban up';
  return {
    ...STOPPED,
    last_exit_json: row.last_exit_json,
    hint: row.wanted === 'down' ? `toban service start ${row.service}` : hint,
  };
}

const withoutProcess = ({ process }: ServiceManual): Life => ({
  ...STOPPED,
  hint: process ? 'toban up' : 'It has no process of its own; its jobs run when they are due.',
});

export const identityOf = ({ pid, ticks, boot, mark }: Life) =>
  pid === null || ticks === null || boot === null || mark === null ? undefined : { pid, ticks, boot, mark };

function describe(context: Context, manual: ServiceManual, life: Life, row: ServiceRow | undefined): ServiceStatus {
  const port = portOf(manual);
  return {
    service: manual.id,
    title: manual.title,
    state: life.state,
    wanted: row?.wanted ?? (manual.process ? 'up' : 'down'),
    health: life.health,
    ...(life.health_detail !== null && { healthDetail: life.health_detail }),
    pids: pidsOf(context, life),
    startedAt: rfc3339OrNull(life.started_at),
    restarts: life.restarts,
    crashes: life.crashes,
    ...(port !== undefined && { port }),
    ...(manual.health && { url: new URL(manual.health.url).origin }),
    ...(life.last_exit_json !== null && { lastExit: exitIn(life.last_exit_json) }),
    ...(life.next_start_at !== null && { nextStartAt: rfc3339(life.next_start_at) }),
    ...(life.hint !== null && { hint: context.secrets.redact(life.hint) }),
    ...(row?.owner && { node: nodeIn(row.owner) }),
  };
}

/** The program's own process first, then those that it started. */
function pidsOf({ commands }: Toban, { pid, mark }: Life): number[] {
  if (mark === null || pid === null) return [];
  return [pid, ...commands.withMark(mark).filter((other) => other !== pid)];
}

function exitIn(json: string): NonNullable<ServiceStatus['lastExit']> {
  const { code, signal, at } = JSON.parse(json) as { code: number | null; signal: string | null; at: number };
  return { code, signal, at: rfc3339(at) };
}

const nodeIn = (owner: string): string => owner.split('|')[0] as string;
