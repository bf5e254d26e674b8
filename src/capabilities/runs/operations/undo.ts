import { isUniqueViolation } from '#platform/db/store-error.ts';
import { OpsError } from '#platform/errors.ts';
import type { Text } from '#manual/text.ts';
import { authorise } from '#operations/actor.ts';
import type { Context } from '#operations/context.ts';
import { defineOperation, type Operation, roleFor, type Step } from '#operations/define.ts';
import { askGuards, undoSteps } from '#operations/execute.ts';
import { stepsOf, takeLock } from '#operations/records.ts';
import type { RunRow, RunStepRow } from '#operations/schema.ts';
import { z } from 'zod';
import { knownOperation } from '../brief.ts';
import { requireRun } from '../require-run.ts';

type Remaining = { position: number; title: Text };
type Plan = {
  run: string;
  operation: string;
  service: string | null;
  /** What the original kept others from. */
  lock: string | null;
  plan: unknown;
  remaining: Remaining[];
  unsure: string[];
};

export const undoRun: Operation = defineOperation({
  name: 'runs.undo',
  summary: { en: 'Take back what an interrupted run had done', ja: '中断した実行を元に戻す' },
  risk: 'disruptive',
  input: z.object({ run: z.string().describe('Run id') }),
  positionals: ['run'],
  lock: ({ run }) => `run/${run}`,

  async prepare({ run }, context): Promise<Plan> {
    const row = await requireRun(context.store.db, run);
    const original = requireUndoable(row, context);
    authorise(context.actor, roleFor(original), `undo ${original.name}`, row.service ?? undefined);
    const steps = await stepsOf(context.store.db, run);
    const remaining = steps.filter(({ undoable, outcome }) => undoable === 1 && outcome === 'succeeded').toReversed();
    if (remaining.length === 0) throw nothingLeft(row, steps);
    return {
      run,
      operation: row.operation,
      service: row.service,
      lock: lockOf(original, row),
      plan: JSON.parse(row.plan_json ?? 'null') as unknown,
      remaining: remaining.map(({ position, title_json }) => ({ position, title: JSON.parse(title_json) as Text })),
      unsure: unsureOf(steps, context),
    };
  },

  steps(plan, context) {
    const original = context.registry.operation(plan.operation).steps(plan.plan, context);
    const undos = plan.remaining.map((step) => undoStep(plan, step, original, context));
    return plan.lock === null ? undos : [reserve(plan.lock, context), ...undos];
  },

  rehearse: async ({ unsure }) => ({ unsure }),

  async report({ run, remaining, unsure }, { store, events }) {
    events.publish({ topic: 'run', id: run });
    const steps = await stepsOf(store.db, run);
    const failed = remaining.filter(({ position }) => steps[position]?.outcome === 'undo-failed');
    return { run, undone: remaining.length - failed.length, failed: failed.map(({ title }) => title.en), unsure };
  },
});

function requireUndoable(row: RunRow, context: Context): Operation {
  if (row.state !== 'interrupted') {
    throw new OpsError('run.not-interrupted', `The run ${row.id} was not interrupted: it is ${row.state}.`, {
      kind: 'conflict',
      hint: `Only what an interrupted run left behind is undone. See: toban runs show ${row.id}`,
    });
  }
  const original = knownOperation(row.operation, context);
  if (original) return original;
  throw new OpsError('run.operation-gone', `This Toban knows no ${row.operation} any more, so it cannot undo it.`, {
    hint: `Undo it by hand; what was done: toban runs show ${row.id}`,
  });
}

function nothingLeft({ id }: RunRow, steps: RunStepRow[]): OpsError {
  const undone = steps.some(({ outcome }) => outcome === 'undone');
  return new OpsError(
    'run.nothing-to-undo',
    undone ? `The run ${id} was undone already.` : `The run ${id} did nothing that can be undone.`,
    {
      kind: 'conflict',
      hint: `See what it did: toban runs show ${id}`,
    },
  );
}

/** Steps that were under way: nobody knows how far they got, so a person looks. */
const unsureOf = (steps: RunStepRow[], { lang }: Context): string[] =>
  steps
    .filter(({ outcome }) => outcome === 'running' || outcome === 'failed')
    .map(({ title_json }) => (JSON.parse(title_json) as Text)[lang]);

function lockOf({ lock, risk }: Operation, { input_json, service }: RunRow): string | null {
  if (lock) return lock(JSON.parse(input_json) as Record<string, unknown>);
  return service !== null && risk !== 'safe' ? `service/${service}` : null;
}

/** The original's lock. It is let go with the end of this run. */
function reserve(subject: string, { run }: Context): Step {
  return {
    title: { en: `Keep others from ${subject} meanwhile`, ja: `${subject} を他の操作から保護` },
    async write(trx) {
      if (run === null) return;
      await takeLock(trx, subject, run).catch((thrown: unknown) => {
        throw isUniqueViolation(thrown) ? lockedBy(subject) : thrown;
      });
    },
  };
}

const lockedBy = (subject: string): OpsError =>
  new OpsError('run.locked', `Another run is at work on ${subject}.`, {
    kind: 'conflict',
    hint: 'Wait for it; see: toban runs list --outcome running',
  });

function undoStep({ run, service }: Plan, { position, title }: Remaining, original: Step[], context: Context): Step {
  return {
    title: { en: `Undo: ${title.en}`, ja: `取り消し：${title.ja}` },
    async run() {
      await askGuards({ operation: undoRun, input: { run, ...(service !== null && { service }) }, context });
      const only = original.map((step, index) => (index === position ? step : { title: step.title }));
      const { failed } = await undoSteps(context, run, only, position);
      // As when a run is undone at once: one that fails does not stop the others.
      return failed > 0 ? 'partial' : undefined;
    },
  };
}
