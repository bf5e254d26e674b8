import { defineCapability } from '#operations/capability.ts';
import { cancelRun } from './operations/cancel.ts';
import { undoRun } from './operations/undo.ts';
import { listRuns } from './queries/list.ts';
import { showRun } from './queries/show.ts';

/** Runs as such, whatever their operation: to look at, to cancel, to take back. */
export const runs = defineCapability({
  name: 'runs',
  title: { en: 'Runs', ja: '実行' },
  operations: [cancelRun, undoRun],
  queries: [listRuns, showRun],
});
