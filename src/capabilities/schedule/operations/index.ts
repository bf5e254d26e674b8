export { pauseJobsOf } from './pause.ts';
export { resumeJobs } from './resume.ts';
export { retryJob } from './retry.ts';
export { runJobNow } from './run.ts';
