import type { Language, Text } from '#manual/text.ts';
import { localText } from '#manual/zone.ts';
import type { Report } from './build.ts';
import { aligned } from './columns.ts';
import type { Value } from './parts.ts';
import type { Kind } from './period.ts';
import { dayText, valueText } from './value-text.ts';
import { displayWidth } from './width.ts';

type Words = Record<
  | 'delivered'
  | 'dead'
  | 'unknown'
  | 'rate'
  | 'success'
  | 'partial'
  | 'failure'
  | 'errors'
  | 'figures'
  | 'deliveries'
  | 'jobs'
  | 'log'
  | 'nothing'
  | 'unread',
  string
>;

const WORDS: Record<Language, Words> = {
  en: {
    figures: 'Figures',
    deliveries: 'Deliveries by Toban',
    delivered: 'Accepted',
    dead: 'Failed',
    unknown: 'Unknown',
    rate: 'Success rate',
    jobs: 'Jobs',
    success: 'Succeeded',
    partial: 'Partly',
    failure: 'Failed',
    log: 'Errors in the logs',
    errors: 'Errors',
    nothing: '(nothing)',
    unread: 'could not be read',
  },
  ja: {
    figures: 'サービスの数値',
    deliveries: '配信（Toban）',
    delivered: '受理',
    dead: '失敗',
    unknown: '結果不明',
    rate: '配信成功率',
    jobs: 'ジョブ',
    success: '成功',
    partial: '一部成功',
    failure: '失敗',
    log: 'ログのエラー',
    errors: 'エラー',
    nothing: '（なし）',
    unread: '読み取れませんでした',
  },
};

const TITLES: Record<Kind, Text> = {
  daily: { en: 'Daily report', ja: '日次レポート' },
  weekly: { en: 'Weekly report', ja: '週次レポート' },
};
const NOW_AND_BEFORE: Record<Kind, Record<Language, [string, string]>> = {
  daily: { en: ['day', 'day before'], ja: ['当日', '前日'] },
  weekly: { en: ['7 days', '7 before'], ja: ['7日間', '前の7日間'] },
};

/** The whole report for a terminal or a printer: plain text in columns. */
export function reportText(report: Report, { title, lang, now }: { title: Text; lang: Language; now: number }): string {
  const over = now >= Date.parse(report.until);
  const head = heading(report, title[lang], lang, over ? null : now);
  const rule = '─'.repeat(Math.max(...head.map(displayWidth)));
  const parts = [counted(report, lang, over), ...tables(report, lang), errorsByDay(report, lang)].filter(
    (part) => part.length > 0,
  );
  return [[...head, rule].join('\n'), ...parts.map((part) => part.join('\n'))].join('\n\n');
}

function heading(
  { kind, firstDay, lastDay, zone, service }: Report,
  title: string,
  lang: Language,
  now: number | null,
): string[] {
  const days =
    firstDay === lastDay
      ? dayText(lastDay, lang)
      : `${dayText(firstDay, lang)} ${lang === 'ja' ? '〜' : '–'} ${dayText(lastDay, lang)}`;
  const soFar =
    now === null ? '' : lang === 'ja' ? `  ${localText(now, zone)} 現在` : `  as of ${localText(now, zone)}`;
  return [`${TITLES[kind][lang]}  ${title} (${service})`, `${days}  ${zone}${soFar}`];
}

type Row = { label: string; value: string; previous: string };
type Unit = Parameters<typeof valueText>[1];

const rowIn =
  (lang: Language) =>
  (label: string, value: Value, previous: Value | undefined, unit?: Unit): Row => ({
    label: `  ${label}`,
    value: valueText(value, unit, lang),
    previous: previous === undefined ? '' : valueText(previous, unit, lang),
  });

/** All that is counted, in one set of columns, so that the numbers stand below each other throughout. */
function counted(report: Report, lang: Language, over: boolean): string[] {
  const { deliveries, jobs, errors, kind } = report;
  const words = WORDS[lang];
  const row = rowIn(lang);
  const sent = deliveries && [
    row(words.delivered, deliveries.accepted, deliveries.previous.accepted),
    row(words.dead, deliveries.dead, deliveries.previous.dead),
    row(words.unknown, deliveries.unknown, deliveries.previous.unknown),
    row(words.rate, deliveries.rate, deliveries.previous.rate, 'percent'),
  ];
  const ran =
    jobs &&
    (['success', 'partial', 'failure'] as const).map((outcome) =>
      row(words[outcome], jobs[outcome], jobs.previous[outcome]),
    );
  const wrong = errors && [row(words.errors, errors.total, errors.previous?.total)];
  const sections: [string, Row[]][] = [
    [words.figures, ownRows(report, lang, over)],
    [words.deliveries, sent ?? []],
    [words.jobs, ran ?? []],
    [words.log, wrong ?? []],
  ];
  return inColumns(
    sections.filter(([, rows]) => rows.length > 0),
    NOW_AND_BEFORE[kind][lang],
  );
}

/** In a report of the past, what waits now must not be taken for what waited then. */
function ownRows({ figures }: Report, lang: Language, over: boolean): Row[] {
  const row = rowIn(lang);
  const ofNow = lang === 'ja' ? '（現在）' : ' (now)';
  return figures.map(({ title, value, previous, unit, error }) => {
    if (error !== undefined) return { label: `  ${title[lang]}`, value: WORDS[lang].unread, previous: '' };
    return row(title[lang] + (over && previous === undefined ? ofNow : ''), value, previous, unit);
  });
}

function inColumns(sections: [string, Row[]][], heads: [string, string]): string[] {
  const rows = sections.flatMap(([head, list], index) => [
    ...(index > 0 ? [['', '', '']] : []),
    [head, ...(index === 0 ? heads : ['', ''])],
    ...list.map(({ label, value, previous }) => [label, value, previous]),
  ]);
  return aligned(rows, ['left', 'right']);
}

function tables({ tables }: Report, lang: Language): string[][] {
  return tables.map(({ title, columns, rows }) => {
    if (rows.length === 0) return [title[lang], `  ${WORDS[lang].nothing}`];
    const isNumber = columns.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
    const cells = rows.map((row) =>
      row.map((value) => (typeof value === 'number' ? value.toLocaleString(lang) : valueText(value, undefined, lang))),
    );
    const lines = aligned(
      [columns.map((column) => column.title[lang]), ...cells],
      isNumber.map((one) => (one ? 'right' : 'left')),
    );
    return [title[lang], ...lines.map((line) => `  ${line}`)];
  });
}

const LONGEST_BAR = 24;

function errorsByDay({ errors }: Report, lang: Language): string[] {
  if (!errors || errors.days.length < 2 || errors.total === 0) return [];
  const most = Math.max(...errors.days.map(({ count }) => count));
  const rows = errors.days.map(({ day, count }) => [
    dayText(day, lang),
    valueText(count, 'count', lang),
    '■'.repeat(Math.ceil((count / most) * LONGEST_BAR)),
  ]);
  return [
    lang === 'ja' ? '日別のエラー' : 'Errors by day',
    ...aligned(rows, ['left', 'right', 'left']).map((line) => `  ${line}`),
  ];
}
