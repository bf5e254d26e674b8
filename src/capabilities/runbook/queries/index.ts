export { listRunbooks } from './list.ts';
export { showRunbook } from './show.ts';
