import { OpsError } from '#platform/errors.ts';
import type { Context } from '#operations/context.ts';
import { requestCancel } from '#operations/records.ts';
import type { Run } from '#operations/run.ts';

export type Call = { operation: string; input: Record<string, unknown> };

/** Does an operation as a run below this one. What ends this one ends that one. */
export async function runBelow(context: Context, { operation, input }: Call): Promise<Run> {
  const cause = context.run === null ? undefined : { kind: 'run' as const, run: context.run };
  const { run, ended } = await context.submit({
    operation,
    input,
    actor: context.actor,
    lang: context.lang,
    ...(cause && { cause }),
  });
  const cancel = () => {
    if (run.run === null) return;
    requestCancel(context.store.db, run.run).catch((error: unknown) =>
      context.log.error('a cancel was not written down', { run: run.run, error: String(error) }),
    );
  };
  context.signal.addEventListener('abort', cancel, { once: true });
  if (context.signal.aborted) cancel();
  return ended.finally(() => context.signal.removeEventListener('abort', cancel));
}

/** What the run below means for the step that started it. Throws where the runbook must not go on. */
export function verdictOn({ operation, run, outcome, error }: Run): 'partial' | undefined {
  if (outcome === 'succeeded') return undefined;
  if (outcome === 'partial') return 'partial';
  throw new OpsError(error?.code ?? 'runbook.step-failed', error?.detail ?? `${operation} ended as ${outcome}.`, {
    kind: outcome === 'refused' ? 'blocked' : 'failed',
    hint: error?.hint ?? `See what it did: toban runs show ${run}`,
  });
}
