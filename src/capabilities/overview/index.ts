import { defineCapability } from '#operations/capability.ts';
import * as queries from './queries/index.ts';

/** The first thing that one looks at. It knows only what the others tell. */
export const overview = defineCapability({
  name: 'overview',
  title: { en: 'Overview', ja: '概要' },
  queries: Object.values(queries),
});
