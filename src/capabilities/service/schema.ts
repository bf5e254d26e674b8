export type ServiceTables = { service_processes: ServiceRow };

/** What is known of a service's process. Times are milliseconds since the epoch. */
export type ServiceRow = Life & {
  service: string;
  /** What people want: it outlasts a restart of Toban. */
  wanted: 'up' | 'down';
  /** Which life of which node runs it, and until when nobody else may. */
  owner: string | null;
  owner_until: number;
};

/** What changes while a process comes and goes. */
export type Life = {
  state: ServiceState;
  health: Health;
  health_detail: string | null;
  /** Written before the process starts, so that it is found again however Toban ends. */
  mark: string | null;
  pid: number | null;
  ticks: string | null;
  boot: string | null;
  started_at: number | null;
  /** Starts after crashes, since a person last started it. */
  restarts: number;
  /** Crashes in a row. */
  crashes: number;
  last_exit_json: string | null;
  next_start_at: number | null;
  hint: string | null;
};

export type ServiceState = 'running' | 'starting' | 'stopping' | 'stopped' | 'backoff' | 'failed';
export type Health = 'up' | 'degraded' | 'down' | 'unknown';

export const STOPPED: Life = {
  state: 'stopped',
  health: 'unknown',
  health_detail: null,
  mark: null,
  pid: null,
  ticks: null,
  boot: null,
  started_at: null,
  restarts: 0,
  crashes: 0,
  last_exit_json: null,
  next_start_at: null,
  hint: null,
};
