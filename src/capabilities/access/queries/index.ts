export { listTokens } from './list-tokens.ts';
export { listUsers } from './list-users.ts';
