import { OpsError } from '#platform/errors.ts';
import type { Context } from '#operations/context.ts';
import type { Finding } from './findings.ts';

/** Does an operation as a run below this one, under the lock that this one holds. Throws unless it succeeds. */
export async function doBelow(context: Context, operation: string, input: Record<string, unknown>): Promise<void> {
  const cause = context.run === null ? undefined : { kind: 'run' as const, run: context.run };
  const { ended } = await context.submit({
    operation,
    input,
    actor: context.actor,
    lang: context.lang,
    ...(cause && { cause }),
  });
  const { outcome, error, run } = await ended;
  if (outcome === 'succeeded') return;
  throw new OpsError(error?.code ?? 'recovery.step', error?.detail ?? `${operation} ended as ${outcome}.`, {
    hint: error?.hint ?? `See: toban runs show ${run}`,
  });
}

/** A dry run passes an emergency stop, for it has no effect. */
export async function rehearseJob(
  context: Context,
  service: string,
  { job, parameters }: { job: string; parameters: Record<string, unknown> },
): Promise<Omit<Finding, 'check'>> {
  const input = { service, job, parameters };
  const { run } = await context.submit({
    operation: 'jobs.run',
    input,
    dryRun: true,
    actor: context.actor,
    lang: context.lang,
    signal: context.signal,
  });
  const { output, outcome } = (run.report ?? {}) as { output?: string[]; outcome?: string };
  return { ok: true, detail: outcome ?? 'tried', ...(output && { output }) };
}
