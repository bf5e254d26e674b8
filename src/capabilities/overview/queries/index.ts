export { showOverview } from './show.ts';
