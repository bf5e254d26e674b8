import { styleText } from 'node:util';
import type { Language } from '#manual/text.ts';
import type { Run, RunStep, StepOutcome } from '#operations/run.ts';
import { cell, printableAnswer } from './print-answer.ts';

const MARK: Record<StepOutcome, [string, Parameters<typeof styleText>[0]]> = {
  planned: ['○', 'dim'],
  running: ['…', 'cyan'],
  succeeded: ['✔', 'green'],
  partial: ['◐', 'yellow'],
  failed: ['✖', 'red'],
  skipped: ['–', 'dim'],
  undone: ['↩', 'yellow'],
  'undo-failed': ['✖', 'red'],
};

const OUTCOME: Record<Language, Record<Run['state'], string>> = {
  en: {
    queued: 'queued',
    'awaiting-approval': 'awaits approval',
    running: 'under way',
    succeeded: 'succeeded',
    partial: 'partly succeeded',
    failed: 'failed',
    cancelled: 'cancelled',
    interrupted: 'interrupted',
    refused: 'refused',
  },
  ja: {
    queued: '待機中',
    'awaiting-approval': '承認待ち',
    running: '実行中',
    succeeded: '成功',
    partial: '一部成功',
    failed: '失敗',
    cancelled: '取消',
    interrupted: '中断',
    refused: '拒否',
  },
};

export function printableStep({ title, outcome, ms, error }: RunStep): string {
  const [mark, colour] = MARK[outcome];
  const took = ms === null ? '' : styleText('dim', `  ${ms} ms`);
  return `${styleText(colour, mark)} ${title}${took}${error === undefined ? '' : `\n    ${styleText('red', error)}`}`;
}

/** A finished run, or a plan, for reading. */
export function printableRun(run: Run, lang: Language): string {
  const lines = run.steps.map(printableStep);
  const ending = run.dryRun
    ? lang === 'ja'
      ? '計画のみ。何も変更していません。'
      : 'Plan only: nothing was changed.'
    : OUTCOME[lang][run.state];
  lines.push(styleText('bold', ending) + (run.run ? styleText('dim', `  ${run.run}`) : ''));
  if (run.report) lines.push(printableReport(run.report, lang));
  if (run.error) lines.push(printableFailure(run.error.detail, run.error.hint));
  return lines.join('\n');
}

function printableReport(report: Record<string, unknown>, lang: Language): string {
  const { output, ...rest } = report;
  const facts = Object.keys(rest).length > 0 ? [printableAnswer(rest, lang)] : [];
  if (Array.isArray(output)) facts.push(...output.map((line) => `  │ ${cell(line, lang)}`));
  return facts.join('\n');
}

export const printableFailure = (detail: string, hint?: string): string =>
  `${styleText('red', detail)}${hint === undefined ? '' : `\n${styleText('cyan', '→')} ${hint}`}`;

/** The run as programs read it: the contract of `--json`. */
export const jsonRun = (run: Run): Record<string, unknown> => ({
  ...run,
  steps: run.steps.map(({ title, outcome, ms, error }) => ({
    title,
    outcome,
    ms,
    ...(error !== undefined && { error }),
  })),
});
