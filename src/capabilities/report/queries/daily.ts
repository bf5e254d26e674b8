import { defineQuery } from '#operations/define.ts';
import { buildReport } from '../build.ts';
import { ReportInput } from '../input.ts';

export const dailyReport = defineQuery({
  name: 'report.daily',
  summary: { en: 'The report of one day', ja: '日次レポート' },
  input: ReportInput,
  answer: (input, context) => buildReport(context, 'daily', input),
});
