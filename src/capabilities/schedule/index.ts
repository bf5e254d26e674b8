import { defineCapability } from '#operations/capability.ts';
import { scheduleWorker } from './clockwork/worker.ts';
import { jobConcerns } from './concerns.ts';
import { scheduleMigrations } from './migrations/index.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';
import { reportRoute } from './routes/report.ts';

export { checkSchedule, nextInstants } from './cron/instants.ts';
export { pauseJobs } from './pauses.ts';
export { rehearseJob } from './running/rehearse.ts';

/** Jobs: run by hand or at their times, each instant once, on however many nodes. */
export const schedule = defineCapability({
  name: 'schedule',
  title: { en: 'Jobs', ja: 'ジョブ' },
  operations: Object.values(operations),
  queries: Object.values(queries),
  migrations: scheduleMigrations,
  routes: [reportRoute],
  workers: [scheduleWorker],
  concerns: jobConcerns,
});
