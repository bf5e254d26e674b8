import { rfc3339, rfc3339OrNull } from '#platform/clock.ts';
import type { OpsError } from '#platform/errors.ts';
import type { Language, Text } from '#manual/text.ts';
import type { Actor } from './actor.ts';
import type { Cause } from './context.ts';
import type { Report } from './define.ts';
import type { RunRow, RunStepRow } from './schema.ts';

export type RunState =
  | 'queued'
  | 'awaiting-approval'
  | 'running'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'cancelled'
  | 'interrupted'
  | 'refused';
/** How a run ended. */
export type Outcome = Exclude<RunState, 'queued' | 'awaiting-approval' | 'running'>;

export type StepOutcome =
  | 'planned'
  | 'running'
  | 'succeeded'
  | 'partial'
  | 'failed'
  | 'skipped'
  | 'undone'
  | 'undo-failed';

export type RunStep = { title: string; outcome: StepOutcome; ms: number | null; error?: string; undoable: boolean };

/** `kind` tells usage from failure from a stop; see `FailureKind`. */
export type RunError = {
  code: string;
  detail: string;
  hint?: string;
  kind: string;
  problems?: { path: string; message: string }[];
};

/** One execution of an operation, as every surface shows it. Titles are in the asker's language, times RFC 3339. */
export type Run = {
  /** Null for a dry run, of which nothing is kept, and for what was done while the store took nothing. */
  run: string | null;
  operation: string;
  title: Text;
  service?: string;
  actor: Pick<Actor, 'kind' | 'id' | 'name'>;
  cause?: Cause;
  input: Record<string, unknown>;
  dryRun: boolean;
  state: RunState;
  outcome: Outcome | null;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  duration_ms: number | null;
  steps: RunStep[];
  progress?: { done: number; total: number | null; note?: string };
  report?: Report;
  error?: RunError;
  /** Whether steps of an interrupted run can still be taken back by `runs.undo`. */
  undoable: boolean;
};

const ONGOING: ReadonlySet<RunState> = new Set(['queued', 'awaiting-approval', 'running']);

export const hasEnded = (state: RunState): state is Outcome => !ONGOING.has(state);

export function describeRun(row: RunRow, steps: RunStepRow[], title: Text, lang: Language): Run {
  const state = row.state as RunState;
  return {
    run: row.id,
    operation: row.operation,
    title,
    ...(row.service !== null && { service: row.service }),
    actor: { kind: row.actor_kind as Actor['kind'], id: row.actor_id, name: row.actor_name },
    ...(row.cause_json !== null && { cause: JSON.parse(row.cause_json) as Cause }),
    input: JSON.parse(row.input_json) as Record<string, unknown>,
    dryRun: false,
    state,
    outcome: hasEnded(state) ? state : null,
    createdAt: rfc3339(row.created_at),
    startedAt: rfc3339OrNull(row.started_at),
    endedAt: rfc3339OrNull(row.ended_at),
    duration_ms: row.started_at !== null && row.ended_at !== null ? row.ended_at - row.started_at : null,
    steps: steps.map((step) => describeStep(step, lang)),
    ...(row.progress_json !== null && { progress: JSON.parse(row.progress_json) as NonNullable<Run['progress']> }),
    ...(row.report_json !== null && { report: JSON.parse(row.report_json) as Report }),
    ...(row.error_json !== null && { error: JSON.parse(row.error_json) as RunError }),
    undoable: state === 'interrupted' && steps.some((step) => step.undoable === 1 && step.outcome === 'succeeded'),
  };
}

function describeStep(step: RunStepRow, lang: Language): RunStep {
  const ms = step.started_at !== null && step.ended_at !== null ? step.ended_at - step.started_at : null;
  const title = (JSON.parse(step.title_json) as Text)[lang];
  return {
    title,
    outcome: step.outcome as StepOutcome,
    ms,
    ...(step.error !== null && { error: step.error }),
    undoable: step.undoable === 1,
  };
}

export const describeError = ({ code, message, hint, kind, problems }: OpsError): RunError => ({
  code,
  detail: message,
  ...(hint !== undefined && { hint }),
  kind,
  ...(problems && { problems }),
});
