import { asOpsError, OpsError } from '#platform/errors.ts';
import { appendAudit } from './audit.ts';
import type { Context, Toban } from './context.ts';
import type { Operation, Report, Step } from './define.ts';
import { insertSteps, updateRun, updateStep } from './records.ts';
import type { Outcome } from './run.ts';

export type Ending = { outcome: Outcome; error?: OpsError; report?: Report };

/** Why a run's signal was aborted. */
export type AbortReason = 'cancelled' | 'timeout' | 'shutdown';

/** A run under way: its definition, its context, and the id under which it is written down. */
type Act = { id: string; operation: Operation; input: Record<string, unknown>; context: Context };

/** Prepares, does each step, and on a failure takes back what was done, last first. Never throws. */
export async function executeRun(act: Act): Promise<Ending> {
  const { operation, input, context } = act;
  try {
    await askGuards(act);
    const plan = await operation.prepare(input, context);
    const steps = operation.steps(plan, context);
    await writeDownPlan(act, plan, steps);
    const ending = await takeSteps(act, steps);
    if (ending.error) return ending;
    const report = await operation.report?.(plan, context);
    return { ...ending, ...(report && { report }) };
  } catch (thrown) {
    const error = asOpsError(thrown);
    return { outcome: outcomeOf(error, context), error };
  }
}

/** Throws what the first guard that refuses says. */
export async function askGuards({ operation, input, context }: Omit<Act, 'id'>): Promise<void> {
  for (const guard of context.registry.guards) {
    const refusal = await guard({ operation, input }, context);
    if (refusal) throw refusal;
  }
}

async function takeSteps(act: Act, steps: Step[]): Promise<Ending> {
  const { id, context } = act;
  let outcome: Outcome = 'succeeded';
  for (const [position, step] of steps.entries()) {
    try {
      context.signal.throwIfAborted();
      if (position > 0) await askGuards(act);
      if ((await takeStep(act, step, position)) === 'partial') outcome = 'partial';
    } catch (thrown) {
      const error = context.signal.aborted ? abortedError(context) : asOpsError(thrown, 'step.failed');
      await markStep(act, position, { outcome: 'failed', error: error.message });
      if (context.signal.reason !== 'shutdown') await undoSteps(context, id, steps, position - 1);
      return { outcome: outcomeOf(error, context), error };
    }
  }
  return { outcome };
}

async function writeDownPlan({ id, context }: Act, plan: unknown, steps: Step[]): Promise<void> {
  const rows = steps.map((step, position) => ({
    run_id: id,
    position,
    title_json: JSON.stringify(step.title),
    outcome: 'planned',
    undoable: step.undo ? 1 : 0,
    started_at: null,
    ended_at: null,
    error: null,
  }));
  await context.store.commit(async (trx) => {
    await updateRun(trx, id, { plan_json: JSON.stringify(plan ?? null) });
    if (rows.length > 0) await insertSteps(trx, rows);
  });
}

async function takeStep(act: Act, step: Step, position: number): Promise<unknown> {
  const { id, operation, context } = act;
  const begun = { outcome: 'running', started_at: context.clock.now() };
  await context.store.commit((trx) => updateStep(trx, id, position, begun));
  context.events.publish({ topic: 'run', id });
  if (step.write) {
    await context.store.commit(async (trx) => {
      await step.write?.(trx);
      await updateStep(trx, id, position, { outcome: 'succeeded', ended_at: context.clock.now() });
      await appendAudit(context, trx, {
        actor: context.actor,
        action: 'step.written',
        operation: operation.name,
        run: id,
        service: serviceOf(act.input),
        detail: { step: step.title.en },
      });
    });
    return undefined;
  }
  const result = await step.run?.();
  const done = { outcome: result === 'partial' ? 'partial' : 'succeeded', ended_at: context.clock.now() };
  await context.store.commit((trx) => updateStep(trx, id, position, done));
  return result;
}

async function markStep(
  { id, context }: Act,
  position: number,
  { outcome, error }: { outcome: string; error: string },
): Promise<void> {
  const change = { outcome, ended_at: context.clock.now(), error: context.secrets.redact(error) };
  await updateStep(context.store.db, id, position, change).catch((cause: unknown) =>
    context.log.error('a failed step could not be written down', { run: id, position, error: String(cause) }),
  );
}

/** From the step at `from` backwards. An undo that fails is written down and does not stop the others. */
export async function undoSteps(
  toban: Toban,
  run: string,
  steps: Step[],
  from: number,
): Promise<{ undone: number; failed: number }> {
  const counts = { undone: 0, failed: 0 };
  for (let position = from; position >= 0; position--) {
    const step = steps[position];
    if (!step?.undo) continue;
    try {
      await step.undo();
      await updateStep(toban.store.db, run, position, { outcome: 'undone' });
      counts.undone++;
    } catch (thrown) {
      counts.failed++;
      toban.log.error('an undo failed', { run, position, error: String(thrown) });
      await updateStep(toban.store.db, run, position, {
        outcome: 'undo-failed',
        error: toban.secrets.redact(String(thrown)),
      });
    }
  }
  return counts;
}

function outcomeOf(error: OpsError, { signal }: Context): Outcome {
  if (signal.aborted)
    return signal.reason === 'shutdown' ? 'interrupted' : signal.reason === 'timeout' ? 'failed' : 'cancelled';
  return error.kind === 'blocked' ? 'refused' : 'failed';
}

function abortedError({ signal }: Context): OpsError {
  if (signal.reason === 'timeout') return new OpsError('run.timeout', 'The run took longer than it may and was ended.');
  if (signal.reason === 'shutdown')
    return new OpsError('run.interrupted', 'Toban was stopped while the run was under way.');
  return new OpsError('run.cancelled', 'The run was cancelled.');
}

export const serviceOf = (input: Record<string, unknown>): string | undefined =>
  typeof input['service'] === 'string' ? input['service'] : undefined;
