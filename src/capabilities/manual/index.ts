import { defineCapability } from '#operations/capability.ts';
import * as queries from './queries/index.ts';

/** The printed manual, written from the declaration. */
export const manual = defineCapability({
  name: 'manual',
  title: { en: 'Manual', ja: '運用マニュアル' },
  queries: Object.values(queries),
});
