import { defineCapability } from '#operations/capability.ts';
import { scheduleWorker } from './clockwork/worker.ts';
import { jobConcerns } from './concerns.ts';
import { scheduleMigrations } from './migrations/index.ts';
import { pauseJobsOf } from './operations/pause.ts';
import { resumeJobs } from './operations/resume.ts';
import { retryJob } from './operations/retry.ts';
import { runJobNow } from './operations/run.ts';
import { jobsHistory } from './queries/history.ts';
import { listJobs } from './queries/list.ts';
import { nextRuns } from './queries/next.ts';
import { reportRoute } from './routes/report.ts';

export { checkSchedule, nextInstants } from './cron/instants.ts';
export { pauseJobs } from './pauses.ts';
export { rehearseJob } from './running/rehearse.ts';

/** Jobs: run by hand or at their times, each instant once, on however many nodes. */
export const schedule = defineCapability({
  name: 'schedule',
  title: { en: 'Jobs', ja: 'ジョブ' },
  operations: [runJobNow, pauseJobsOf, resumeJobs, retryJob],
  queries: [listJobs, nextRuns, jobsHistory],
  migrations: scheduleMigrations,
  routes: [reportRoute],
  workers: [scheduleWorker],
  concerns: jobConcerns,
});
