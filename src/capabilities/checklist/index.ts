import { defineCapability } from '#operations/capability.ts';
import { overdueLists } from './concerns.ts';
import { checklistMigrations } from './migrations/index.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';
import { crossedThresholds } from './thresholds.ts';
import { watchFacts } from './worker.ts';

/** What is looked at each day, week and month: facts tick themselves, a person ticks the rest. */
export const checklist = defineCapability({
  name: 'checklist',
  title: { en: 'Checklists', ja: 'チェックリスト' },
  operations: Object.values(operations),
  queries: Object.values(queries),
  migrations: checklistMigrations,
  workers: [{ name: 'checklists', run: watchFacts }],
  concerns: async (context) => [...(await crossedThresholds(context)), ...(await overdueLists(context))],
});
