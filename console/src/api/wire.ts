/** The generic shapes of the HTTP surface: what every operation and query has in common. */

export interface Text {
  en: string;
  ja: string;
}
export type Language = keyof Text;
export type Risk = 'safe' | 'disruptive' | 'destructive';
export type Role = 'viewer' | 'operator' | 'administrator' | 'auditor';

export type RunOutcome = 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'interrupted' | 'refused';
export type RunState = 'queued' | 'awaiting-approval' | 'running' | RunOutcome;
export type StepOutcome = 'succeeded' | 'failed' | 'skipped' | 'undone' | 'undo-failed' | 'running' | 'planned';

export interface Fault {
  code: string;
  detail: string;
  hint?: string;
}

export interface Problem extends Fault {
  type: string;
  title: string;
  status: number;
  problems?: { path: string; message: string }[];
}

export interface Actor {
  kind: 'user' | 'token' | 'service' | 'schedule' | 'system' | 'local';
  id: string;
  name: string;
}

export interface Step {
  title: string;
  outcome: StepOutcome;
  ms?: number | null;
  error?: Fault | string;
}

export interface Run {
  run: string;
  operation: string;
  title: Text;
  service?: string;
  actor: Actor;
  cause?: string;
  state: RunState;
  outcome: RunOutcome | null;
  dryRun: boolean;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  duration_ms: number | null;
  steps: Step[];
  progress?: { done: number; total: number; note?: string };
  report?: unknown;
  error?: Fault;
  input: Record<string, unknown>;
  undoable: boolean;
}

export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: (string | number)[];
  const?: unknown;
  format?: string;
  /** Typed unseen, and never kept. */
  secret?: boolean;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
}

export interface OperationEntry {
  name: string;
  summary: Text;
  risk: Risk;
  role: Role;
  input: JsonSchema;
  positionals: string[];
  rest?: string;
  undo?: boolean;
}

export interface QueryEntry {
  name: string;
  summary: Text;
  input: JsonSchema;
  role: Role;
  follow: boolean;
}

export interface Registry {
  version: string;
  node: string;
  capabilities?: { name: string; title: Text }[];
  operations: OperationEntry[];
  queries: QueryEntry[];
  services: { id: string; title: Text }[];
}

export interface SessionUser {
  id: string;
  name: string;
  role: Role;
  lang?: Language;
}

export interface Session {
  user: SessionUser | null;
  firstAdministrator: boolean;
}

export type Topic = 'run' | 'delivery' | 'service' | 'job' | 'log' | 'emergency' | 'checklist' | 'alert' | 'access';

export interface Changed {
  topic: Topic;
  service?: string;
  id?: string;
}

export interface Items<T> {
  items: T[];
  next?: string;
}
