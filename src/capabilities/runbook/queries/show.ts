import { ServiceId } from '#manual/service.ts';
import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { runbookOf } from '../declared.ts';
import { describeRunbook, lastRuns } from '../describe.ts';

export const showRunbook = defineQuery({
  name: 'runbook.show',
  summary: { en: 'One runbook, step by step', ja: '手順書の内容を見る' },
  input: z.object({ service: ServiceId, runbook: z.string().describe('Name of the runbook') }),
  positionals: ['service', 'runbook'],

  async answer({ service, runbook }, context) {
    const declared = runbookOf(context.manual, service, runbook);
    const last = await lastRuns(context, service);
    return { service, ...describeRunbook(declared, last.get(runbook)) };
  },
});
