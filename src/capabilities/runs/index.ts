import { defineCapability } from '#operations/capability.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';

/** Runs as such, whatever their operation: to look at, to cancel, to take back. */
export const runs = defineCapability({
  name: 'runs',
  title: { en: 'Runs', ja: '実行' },
  operations: Object.values(operations),
  queries: Object.values(queries),
});
