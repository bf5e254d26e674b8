import { defineCapability } from '#operations/capability.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';

/** Symptom, check, fix: the pages that one opens when something is wrong. */
export const runbook = defineCapability({
  name: 'runbook',
  title: { en: 'Runbooks', ja: '手順書' },
  operations: Object.values(operations),
  queries: Object.values(queries),
});
