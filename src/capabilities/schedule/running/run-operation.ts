import { OpsError } from '#platform/errors.ts';
import { durationMs } from '#manual/units.ts';
import type { Context, Submission } from '#operations/context.ts';
import { requestCancel } from '#operations/records.ts';
import type { Run } from '#operations/run.ts';
import type { DeclaredJob } from '../job.ts';
import type { JobPlan } from './plan.ts';
import type { JobEnding } from './run-job.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Does the operation that the job names, as a run below this one, and passes its outcome on. */
export async function runOperation(
  { operation, input }: JobPlan & { kind: 'operation' },
  { job }: DeclaredJob,
  context: Context,
): Promise<JobEnding> {
  const cause = { kind: 'run' as const, run: context.run ?? '' };
  const { ended, timedOut } = await submitAndWait(context, { operation, input, cause }, durationMs(job.timeout));
  return {
    ...endingOf(ended, timedOut ? `took longer than ${job.timeout} and was ended` : undefined),
    ...(ended.run && { did: ended.run }),
  };
}

/** Another run within this one: cancelling this one cancels it. */
export async function submitAndWait(
  context: Context,
  submission: Pick<Submission, 'operation' | 'input' | 'cause'>,
  timeoutMs = LONGEST_TIMER_MS,
): Promise<{ ended: Run; timedOut: boolean }> {
  const submitted = await context.submit({ ...submission, actor: context.actor, lang: context.lang });
  const run = submitted.run.run ?? '';
  let timedOut = false;
  const cancel = (): void => {
    requestCancel(context.store.db, run).catch((error: unknown) =>
      context.log.error('a cancel was not written down', { run, error: String(error) }),
    );
  };
  const timer = setTimeout(() => ((timedOut = true), cancel()), Math.min(timeoutMs, LONGEST_TIMER_MS));
  context.signal.addEventListener('abort', cancel, { once: true });
  if (context.signal.aborted) cancel();
  try {
    return { ended: await submitted.ended, timedOut };
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', cancel);
  }
}

export function endingOf(
  { outcome, error, operation, run }: Run,
  cut?: string,
): Pick<JobEnding, 'outcome' | 'exitCode' | 'error'> {
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
