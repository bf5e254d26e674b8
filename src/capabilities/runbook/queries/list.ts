import { ServiceId } from '#manual/service.ts';
import { defineQuery } from '#operations/define.ts';
import { z } from 'zod';
import { describeRunbook, lastRuns, listText } from '../describe.ts';

export const listRunbooks = defineQuery({
  name: 'runbook.list',
  summary: {
    en: 'The runbooks of a service, with the symptom that each is for',
    ja: '手順書の一覧（どの症状のときに使うか）',
  },
  input: z.object({ service: ServiceId }),

  async answer({ service }, context) {
    const { runbooks } = context.manual.service(service);
    const last = await lastRuns(context, service);
    return {
      items: runbooks.map((runbook) => describeRunbook(runbook, last.get(runbook.name))),
      text: listText(runbooks, last, context.lang),
    };
  },
});
