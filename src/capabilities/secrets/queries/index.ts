export { listSecrets } from './list.ts';
