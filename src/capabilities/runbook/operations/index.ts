export { runRunbook } from './run.ts';
