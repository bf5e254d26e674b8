import { defineCapability } from '#operations/capability.ts';
import { accessConcerns } from './concerns.ts';
import { housekeeping } from './housekeeping.ts';
import { accessMigrations } from './migrations/index.ts';
import { changePassword } from './operations/change-password.ts';
import { changeRole } from './operations/change-role.ts';
import { createToken } from './operations/create-token.ts';
import { createUser } from './operations/create-user.ts';
import { removeUser } from './operations/remove-user.ts';
import { revokeAToken } from './operations/revoke-token.ts';
import { listTokens } from './queries/list-tokens.ts';
import { listUsers } from './queries/list-users.ts';

export { openIdentity } from './identity.ts';
export { serviceToken } from './tokens.ts';

/** Who may come in and do what: users, sessions, tokens. */
export const access = defineCapability({
  name: 'access',
  title: { en: 'Access', ja: '利用者と権限' },
  operations: [createUser, removeUser, changeRole, changePassword, createToken, revokeAToken],
  queries: [listUsers, listTokens],
  migrations: accessMigrations,
  workers: [housekeeping],
  concerns: accessConcerns,
});
