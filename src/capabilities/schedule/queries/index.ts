export { jobsHistory } from './history.ts';
export { listJobs } from './list.ts';
export { nextRuns } from './next.ts';
