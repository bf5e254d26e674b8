export { showManual } from './show.ts';
