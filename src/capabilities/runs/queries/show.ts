import { defineQuery } from '#operations/define.ts';
import { stepsOf } from '#operations/records.ts';
import { z } from 'zod';
import { describe } from '../brief.ts';
import { requireRun } from '../require-run.ts';

export const showRun = defineQuery({
  name: 'runs.show',
  summary: { en: 'One run with its steps', ja: '実行の詳細を見る' },
  input: z.object({ run: z.string().describe('Run id') }),
  positionals: ['run'],

  async answer({ run }, context) {
    const row = await requireRun(context.store.db, run);
    return describe(row, await stepsOf(context.store.db, run), context);
  },
});
