export { removeSecret } from './remove.ts';
export { setSecret } from './set.ts';
