import type { OpsError } from '#platform/errors.ts';
import { asOpsError } from '#platform/errors.ts';
import type { DeclaredJob } from '../job.ts';
import { checkSchedule } from './instants.ts';

/** What is wrong with the job's schedule, if anything: such a job runs only by hand. */
export function scheduleProblem({ job, zone }: DeclaredJob): OpsError | undefined {
  try {
    for (const expression of job.schedule) checkSchedule(expression, zone);
    return undefined;
  } catch (thrown) {
    return asOpsError(thrown, 'schedule.invalid');
  }
}
