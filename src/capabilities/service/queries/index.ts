export { listServices } from './list.ts';
export { serviceStatus } from './status.ts';
