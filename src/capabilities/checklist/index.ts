import { defineCapability } from '#operations/capability.ts';
import { overdueLists } from './concerns.ts';
import { checklistMigrations } from './migrations/index.ts';
import { tickItem } from './operations/tick.ts';
import { untickItem } from './operations/untick.ts';
import { showChecklist } from './queries/show.ts';
import { watchFacts } from './worker.ts';

/** What is looked at each day, week and month: facts tick themselves, a person ticks the rest. */
export const checklist = defineCapability({
  name: 'checklist',
  title: { en: 'Checklists', ja: 'チェックリスト' },
  operations: [tickItem, untickItem],
  queries: [showChecklist],
  migrations: checklistMigrations,
  workers: [{ name: 'checklists', run: watchFacts }],
  concerns: overdueLists,
});
