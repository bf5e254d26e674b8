import { OpsError } from '#platform/errors.ts';
import type { Job } from '#manual/jobs.ts';
import type { Manuals } from '#manual/manuals.ts';
import type { ServiceManual } from '#manual/service.ts';

/** A job with the manual that declares it. */
export type DeclaredJob = { manual: ServiceManual; job: Job; zone: string };

/** Throws OpsError `service.unknown` or `job.unknown`, naming those there are. */
export function jobOf(manuals: Manuals, service: string, name: string): DeclaredJob {
  const manual = manuals.service(service);
  const found = declaredJobs(manual).find(({ job }) => job.name === name);
  if (found) return found;
  const names = manual.jobs.map((job) => job.name).join(', ');
  throw new OpsError('job.unknown', `${service} has no job "${name}".`, {
    kind: 'not-found',
    hint: names ? `Its jobs: ${names}` : 'Its manual declares no jobs.',
  });
}

export const declaredJobs = (manual: ServiceManual): DeclaredJob[] =>
  manual.jobs.map((job) => ({ manual, job, zone: job.zone ?? manual.zone }));

/** The jobs of one service, or of all. Throws OpsError `service.unknown`. */
export const jobsOf = (manuals: Manuals, service: string | undefined): DeclaredJob[] =>
  (service === undefined ? manuals.all() : [manuals.service(service)]).flatMap(declaredJobs);
