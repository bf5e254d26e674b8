export { changePassword } from './change-password.ts';
export { changeRole } from './change-role.ts';
export { createToken } from './create-token.ts';
export { createUser } from './create-user.ts';
export { removeUser } from './remove-user.ts';
export { revokeAToken } from './revoke-token.ts';
export { endSessions } from './end-sessions.ts';
