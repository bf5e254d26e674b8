import { rfc3339 } from '#platform/clock.ts';
import { asOpsError } from '#platform/errors.ts';
import type { Context } from './context.ts';
import type { Operation } from './define.ts';
import { serviceOf } from './execute.ts';
import type { Run } from './run.ts';
import { withoutSecrets } from './secret-fields.ts';

type Input = Record<string, unknown>;

/** A dry run: what would be done, of which nothing is kept. */
export async function planOnly(operation: Operation, input: Input, context: Context): Promise<Run> {
  const startedAt = context.clock.now();
  const plan = await operation.prepare(input, context);
  const steps = operation.steps(plan, context);
  const report = await operation.rehearse?.(plan, context);
  return {
    ...succeeded(operation, input, context, startedAt),
    dryRun: true,
    steps: steps.map((step) => ({
      title: step.title[context.lang],
      outcome: 'planned',
      ms: null,
      undoable: Boolean(step.undo),
    })),
    ...(report && { report }),
  };
}

/** Does without a record what must be done even when the store takes nothing. Throws `thrown` where that is not so. */
export async function unwritten(operation: Operation, input: Input, context: Context, thrown: unknown): Promise<Run> {
  if (!operation.withoutStore || asOpsError(thrown).kind !== 'unavailable') throw thrown;
  context.log.error('done without a record: the store takes nothing', {
    operation: operation.name,
    error: String(thrown),
  });
  const startedAt = context.clock.now();
  const report = await operation.withoutStore(input, context);
  return { ...succeeded(operation, input, context, startedAt), report };
}

function succeeded(operation: Operation, input: Input, { actor, clock }: Context, startedAt: number): Run {
  const endedAt = clock.now();
  return {
    run: null,
    operation: operation.name,
    title: operation.summary,
    ...(serviceOf(input) !== undefined && { service: serviceOf(input) as string }),
    actor: { kind: actor.kind, id: actor.id, name: actor.name },
    input: withoutSecrets(operation.input, input),
    dryRun: false,
    state: 'succeeded',
    outcome: 'succeeded',
    createdAt: rfc3339(startedAt),
    startedAt: rfc3339(startedAt),
    endedAt: rfc3339(endedAt),
    duration_ms: endedAt - startedAt,
    steps: [],
    undoable: false,
  };
}
