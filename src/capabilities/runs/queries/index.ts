export { listRuns } from './list.ts';
export { showRun } from './show.ts';
