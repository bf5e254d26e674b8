import { defineQuery } from '#operations/define.ts';
import { buildReport } from '../build.ts';
import { ReportInput } from '../input.ts';

export const weeklyReport = defineQuery({
  name: 'report.weekly',
  summary: { en: 'The report of seven days', ja: '週次レポート' },
  input: ReportInput,
  answer: (input, context) => buildReport(context, 'weekly', input),
});
