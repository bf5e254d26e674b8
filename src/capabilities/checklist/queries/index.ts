export { showChecklist } from './show.ts';
