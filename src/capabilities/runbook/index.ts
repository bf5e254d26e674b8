import { defineCapability } from '#operations/capability.ts';
import { runRunbook } from './operations/run.ts';
import { listRunbooks } from './queries/list.ts';
import { showRunbook } from './queries/show.ts';

/** Symptom, check, fix: the pages that one opens when something is wrong. */
export const runbook = defineCapability({
  name: 'runbook',
  title: { en: 'Runbooks', ja: '手順書' },
  operations: [runRunbook],
  queries: [listRunbooks, showRunbook],
});
