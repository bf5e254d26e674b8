export { logErrors } from './errors.ts';
export { searchLog } from './search.ts';
export { logSources } from './sources.ts';
export { tailLog } from './tail.ts';
