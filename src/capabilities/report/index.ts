import { defineCapability } from '#operations/capability.ts';
import * as queries from './queries/index.ts';

export { aligned } from './columns.ts';

/** What a day or a week brought, beside the one before it. */
export const report = defineCapability({
  name: 'report',
  title: { en: 'Reports', ja: 'レポート' },
  queries: Object.values(queries),
});
