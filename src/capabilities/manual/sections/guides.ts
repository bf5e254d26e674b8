import type { ChecklistItem, Period } from '#manual/guides.ts';
import { code, commands, type Page, type Section } from '../page.ts';

const PERIODS: Period[] = ['daily', 'weekly', 'monthly'];

export const checklists: Section = (page) => {
  const { manual, has, say } = page;
  const used = PERIODS.filter((period) => manual.checklists[period].length > 0);
  if (used.length === 0) return [];
  const names = { daily: say('Daily', '日次'), weekly: say('Weekly', '週次'), monthly: say('Monthly', '月次') };
  const lists = used.flatMap((period) => [
    `### ${names[period]}`,
    '',
    ...manual.checklists[period].map((item) => itemLine(item, page)),
    '',
  ]);
  const lines: [string, string][] = [
    ...used.map((period): [string, string] => [`toban checklist show ${manual.id} --${period}`, names[period]]),
    [`toban checklist tick ${manual.id} ITEM`, say('I have looked', '確認済みにする')],
  ];
  return [...lists, ...(has('checklist') ? commands(lines) : [])];
};

function itemLine(item: ChecklistItem, { say, text }: Page): string {
  const hint = item.hint ? `: ${code(item.hint)}` : '';
  return `- [ ] ${text(item.title)} (${code(item.item)}, ${item.kind === 'fact' ? say('ticks itself', '自動判定') : say('a person looks', '人が確認')})${hint}`;
}

export const thresholds: Section = ({ manual, text }) => {
  const lines = manual.thresholds.map(({ title, hint, atMost, atLeast }) => {
    const limits = [
      ...(atLeast === undefined ? [] : [`≥ ${atLeast}`]),
      ...(atMost === undefined ? [] : [`≤ ${atMost}`]),
    ];
    return `- ${text(title)}${limits.length > 0 ? ` (${limits.join(', ')})` : ''}${hint ? `: ${code(hint)}` : ''}`;
  });
  return lines.length > 0 ? [...lines, ''] : [];
};

export const runbooks: Section = (page) => {
  const { manual, has, say, text } = page;
  return manual.runbooks.flatMap((runbook) => [
    `### ${text(runbook.title)}`,
    '',
    ...(runbook.when ? [`**${say('When', 'こんなとき')}**: ${text(runbook.when)}`, ''] : []),
    ...runbook.steps.map(
      ({ title, run }, index) => `${index + 1}. ${text(title)}${run ? `\n   ${code(page.lineOf(run))}` : ''}`,
    ),
    '',
    ...(has('runbook')
      ? commands([
          [
            `toban runbook run ${manual.id} ${runbook.name}`,
            say('all of it; what a person does is listed', '自動の手順を順に実行し、人の手順を一覧にする'),
          ],
        ])
      : []),
  ]);
};
