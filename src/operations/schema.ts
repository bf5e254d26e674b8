/** Times are milliseconds since the epoch, UTC; columns that end in `_json` hold JSON text. */
export type HeartTables = {
  runs: RunRow;
  run_steps: RunStepRow;
  run_locks: { subject: string; run_id: string };
  audit: AuditRow;
  idempotency: {
    actor: string;
    key: string;
    fingerprint: string;
    status: number | null;
    answer: string | null;
    created_at: number;
  };
};

export type RunRow = {
  id: string;
  operation: string;
  service: string | null;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  cause_json: string | null;
  parent_id: string | null;
  input_json: string;
  plan_json: string | null;
  report_json: string | null;
  error_json: string | null;
  progress_json: string | null;
  state: string;
  created_at: number;
  started_at: number | null;
  ended_at: number | null;
  /** Which node, and which life of it, works on the run. */
  node: string;
  owner: string;
  lease_until: number;
  cancel_requested: number;
};

export type RunStepRow = {
  run_id: string;
  position: number;
  title_json: string;
  outcome: string;
  undoable: number;
  started_at: number | null;
  ended_at: number | null;
  error: string | null;
};

export type AuditRow = {
  seq: number;
  at: number;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  action: string;
  operation: string | null;
  run_id: string | null;
  service: string | null;
  outcome: string | null;
  detail_json: string;
  previous: string;
  hash: string;
};
