import { OpsError } from '#platform/errors.ts';
import { durationMs } from '#manual/units.ts';
import type { Context } from '#operations/context.ts';
import type { Run } from '#operations/run.ts';
import type { DeclaredJob } from '../job.ts';
import { requestCancel } from '../records.ts';
import type { JobEnding } from './run-job.ts';
import type { JobPlan } from './plan.ts';

/** Does the operation that the job names, as a run below this one, and passes its outcome on. */
export async function runOperation(plan: JobPlan & { kind: 'operation' }, { job }: DeclaredJob, context: Context): Promise<JobEnding> {
  const { operation, input } = plan;
  const submitted = await context.submit({ operation, input, actor: context.actor, lang: context.lang, cause: { kind: 'run', run: context.run ?? '' } });
  const did = submitted.run.run ?? '';
  let timedOut = false;
  const cancel = (): void =>
    void requestCancel(context.store.db, [did]).catch((error: unknown) => context.log.error('a cancel was not written down', { run: did, error: String(error) }));
  const timer = setTimeout(() => ((timedOut = true), cancel()), Math.min(durationMs(job.timeout), 2 ** 31 - 1));
  context.signal.addEventListener('abort', cancel, { once: true });
  if (context.signal.aborted) cancel();
  try {
    const ended = await submitted.ended;
    return { ...endingOf(ended, timedOut ? `took longer than ${job.timeout} and was ended` : undefined), did };
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', cancel);
  }
}

function endingOf({ outcome, error, operation, run }: Run, cut: string | undefined): JobEnding {
  if (outcome === 'succeeded') return { outcome: 'success', exitCode: null };
  if (outcome === 'partial') return { outcome: 'partial', exitCode: null };
  const blocked = outcome === 'refused';
  const message = cut ? `${operation} ${cut}.` : (error?.detail ?? `${operation} ended as ${outcome}.`);
  return {
    outcome: blocked ? null : 'failure',
    exitCode: null,
    error: new OpsError(cut ? 'job.timeout' : (error?.code ?? 'job.failed'), message, {
      kind: blocked ? 'blocked' : 'failed',
      hint: error?.hint ?? `See: toban runs show ${run}`,
    }),
  };
}
