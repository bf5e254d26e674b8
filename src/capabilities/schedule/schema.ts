import type { HeartTables } from '#operations/schema.ts';

/** Times are milliseconds since the epoch, UTC; columns that end in `_json` hold JSON text. */
export type ScheduleTables = Pick<HeartTables, 'runs'> & {
  job_runs: JobRunRow;
  job_ticks: JobTickRow;
  job_pauses: JobPauseRow;
  job_cursors: JobCursorRow;
};

export type JobOutcome = 'success' | 'partial' | 'failure';
export type Trigger = 'schedule' | 'manual' | 'retry';

/** A run of a job that got as far as taking its turn. */
export type JobRunRow = {
  run_id: string;
  service: string;
  job: string;
  trigger: string;
  /** 1, and one more for each automatic retry. */
  attempt: number;
  scheduled_for: number | null;
  parameters_json: string;
  /** Null while it waits for the run before it. */
  started_at: number | null;
  ended_at: number | null;
  exit_code: number | null;
  outcome: string | null;
  /** What the program itself reported. */
  reported: string | null;
  summary: string | null;
  figures_json: string | null;
  /** The process, by which it is found again when Toban was killed. */
  mark: string;
  pid: number | null;
  ticks: string | null;
  boot: string | null;
};

/**
 * `waiting`: to be submitted. `claimed`: a node is submitting it. `submitted`: there is a run. `paused`, `missed`: there
 * will be none. `failed`: it could not be submitted.
 */
export type TickState = 'waiting' | 'claimed' | 'submitted' | 'paused' | 'missed' | 'failed';

/** One instant of one schedule. The primary key is what makes each instant run once, on however many nodes. */
export type JobTickRow = {
  service: string;
  job: string;
  instant: number;
  state: string;
  /** 1: it makes up for an instant that was missed, and waits until no other run of the job is under way. */
  catch_up: number;
  claimed_at: number | null;
  /** The run that took the instant: no second one can. */
  run_id: string | null;
  /** The failed run that this one repeats. */
  retry_of: string | null;
};

/** `job` is empty when all jobs of the service are paused. */
export type JobPauseRow = {
  service: string;
  job: string;
  reason: string;
  paused_by: string;
  paused_at: number;
  until: number | null;
};

/** How far the instants of a schedule were looked at. Another schedule begins anew. */
export type JobCursorRow = { service: string; job: string; schedule: string; looked_until: number };
