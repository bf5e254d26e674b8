export { cancelRun } from './cancel.ts';
export { undoRun } from './undo.ts';
