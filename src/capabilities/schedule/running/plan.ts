import type { Context } from '#operations/context.ts';
import { type DeclaredJob, jobOf } from '../job.ts';
import { argumentsFrom, fieldsFrom, type Parameters, readParameters } from '../parameters.ts';

/** What a run of a job does: a program with its arguments, or an operation with its input. */
export type JobPlan = { service: string; job: string; parameters: Parameters } & (
  | {
      kind: 'command';
      argv: string[];
      /** The same, tried without effect; null where the manual names no flag for it. */ rehearsal: string[] | null;
    }
  | { kind: 'operation'; operation: string; input: Record<string, unknown> }
);

export type JobRequest = { service: string; job: string; parameters: Parameters };

/** Throws OpsError `service.unknown`, `job.unknown` or `job.parameters`. */
export function planJob(request: JobRequest, context: Pick<Context, 'manual' | 'registry'>): JobPlan {
  const { job } = jobOf(context.manual, request.service, request.job);
  const readings = readParameters(request.service, job, request.parameters);
  if (job.run.kind === 'operation') {
    const { operation, input } = job.run;
    context.registry.operation(operation);
    return { ...request, kind: 'operation', operation, input: { ...input, ...fieldsFrom(readings) } };
  }
  const argv = [...job.run.argv, ...argumentsFrom(readings)];
  return { ...request, kind: 'command', argv, rehearsal: job.dryRunFlag ? [...argv, job.dryRunFlag] : null };
}

export const declared = (plan: JobPlan, context: Pick<Context, 'manual'>): DeclaredJob =>
  jobOf(context.manual, plan.service, plan.job);

/** As a person would type it. */
export const commandLine = (argv: readonly string[]): string =>
  argv.map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`)).join(' ');
