export { archiveLogs } from './archive.ts';
export { rotateLogFiles } from './rotate.ts';
