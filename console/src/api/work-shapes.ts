import type { JobOutcome, LogLevel, Pause } from './shapes.ts';
import type { Fault, Run, RunOutcome, RunState, Text } from './wire.ts';

export interface JobParameter {
  name: string;
  type: 'string' | 'number' | 'boolean' | 'date';
  description: Text;
  default?: string | number | boolean;
}

export interface Job {
  service: string;
  job: string;
  title: Text;
  schedule: string;
  zone: string;
  command?: string | string[];
  operation?: string;
  parameters: JobParameter[];
  hasDryRun: boolean;
  paused: Pause | null;
  next: { at: string; left_ms: number } | null;
  last: {
    run: string;
    state?: RunState;
    outcome: JobOutcome | RunOutcome | null;
    at: string;
    duration_ms: number | null;
  } | null;
  overlap: string;
  missed: string;
}

export interface JobRun {
  run: string;
  job: string;
  trigger: 'schedule' | 'manual' | 'retry';
  scheduledFor?: string | null;
  startedAt: string | null;
  endedAt: string | null;
  duration_ms: number | null;
  outcome: JobOutcome | null;
  state: RunState;
  exitCode: number | null;
  summary?: string | null;
  figures?: Record<string, unknown> | null;
  parameters?: Record<string, unknown> | null;
  dryRun: boolean;
  error?: Fault | null;
}

export interface LogSource {
  service: string;
  log: string;
  path: string;
  size_bytes: number;
  format: string;
  updatedAt: string | null;
}

export interface LogLine {
  at: string | null;
  level: LogLevel | null;
  service: string;
  log: string;
  text: string;
  run?: string;
}

export interface LogErrors {
  service: string;
  zone: string;
  total: number;
  today: number;
  days: { day: string; count: number }[];
  items: LogLine[];
}

export interface ChecklistItem {
  item: string;
  title: Text;
  kind: 'fact' | 'person';
  done: boolean;
  ok: boolean | null;
  detail?: string;
  by?: string;
  at?: string;
  note?: string;
  hint?: string;
}

export type Period = 'daily' | 'weekly' | 'monthly';

export interface Checklist {
  service: string;
  period: Period;
  key: string;
  dueAt: string;
  overdue: boolean;
  previous: { key: string; complete: boolean } | null;
  items: ChecklistItem[];
  complete: boolean;
}

export interface Runbook {
  runbook: string;
  title: Text;
  when?: Text;
  steps: { title: Text; operation?: string }[];
  last?: { run: string; outcome: RunOutcome | null; at: string };
}

export interface ReportTable {
  name: string;
  title: Text;
  columns: { name: string; title: Text }[];
  rows: (string | number | null)[][];
}

export interface Report {
  service: string;
  kind: string;
  since: string;
  until: string;
  zone: string;
  figures: { name: string; title: Text; value: number | string | null; unit?: string }[];
  tables: ReportTable[];
  deliveries: { accepted: number; dead: number; unknown: number; rate: number | null };
  jobs: { success: number; partial: number; failure: number };
  errors: { total: number; days: { day: string; count: number }[] };
  text: string;
}

export interface ManualPage {
  service: string;
  title: Text;
  markdown: string;
  declaration: unknown;
}

export interface AuditRow {
  seq: number;
  at: string;
  actor: Run['actor'] | string;
  action: string;
  operation?: string;
  run?: string;
  service?: string;
  outcome?: string;
  detail?: unknown;
  hash: string;
}

export interface AuditVerdict {
  ok: boolean;
  rows: number;
  firstBroken?: number | null;
  detail?: string;
}
