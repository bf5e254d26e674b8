import { OpsError } from '#platform/errors.ts';
import { ServiceId } from '#manual/service.ts';
import { defineQuery } from '#operations/define.ts';
import { Flag } from '#operations/fields.ts';
import { z } from 'zod';
import { checklistOf } from '../list.ts';
import { PERIODS } from '../period.ts';
import { checklistText } from '../text.ts';

export const showChecklist = defineQuery({
  name: 'checklist.show',
  summary: { en: 'What is to be looked at today, this week or this month', ja: '日次・週次・月次チェックリスト' },
  input: z.object({
    service: ServiceId,
    daily: Flag.optional().describe('The list of the day, which is shown when nothing is said'),
    weekly: Flag.optional().describe('The list of the week'),
    monthly: Flag.optional().describe('The list of the month'),
  }),

  async answer({ service, ...asked }, context) {
    const manual = context.manual.service(service);
    const [period = 'daily', second] = PERIODS.filter((one) => asked[one]);
    if (second)
      throw new OpsError('checklist.one-list', 'One list at a time.', {
        kind: 'usage',
        hint: `toban checklist show ${service} --${period}`,
      });
    const list = await checklistOf(context, manual, period);
    return { ...list, text: checklistText(list, { lang: context.lang, zone: manual.zone }) };
  },
});
