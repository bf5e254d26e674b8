import { defineCapability } from '#operations/capability.ts';
import { accessConcerns } from './concerns.ts';
import { housekeeping } from './housekeeping.ts';
import { accessMigrations } from './migrations/index.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';

export { openIdentity } from './identity.ts';
export { serviceToken } from './tokens.ts';

/** Who may come in and do what: users, sessions, tokens. */
export const access = defineCapability({
  name: 'access',
  title: { en: 'Access', ja: '利用者と権限' },
  operations: Object.values(operations),
  queries: Object.values(queries),
  migrations: accessMigrations,
  workers: [housekeeping],
  concerns: accessConcerns,
});
