import { styleText } from 'node:util';
import type { Language } from '#manual/text.ts';
import Table from 'cli-table3';

type Row = Record<string, unknown>;

/** Any query's answer for reading: a text as it is, a list as a table, an object as its lines. */
export function printableAnswer(answer: Row, lang: Language): string {
  for (const field of ['text', 'markdown']) if (typeof answer[field] === 'string') return answer[field] as string;
  if (Array.isArray(answer['items']) && Object.keys(answer).every((key) => key === 'items' || key === 'next')) {
    const more = answer['next'] ? `\n${lang === 'ja' ? '続き' : 'more'}: --cursor ${String(answer['next'])}` : '';
    return printableList(answer['items'] as Row[], lang) + more;
  }
  return printableObject(answer, lang);
}

function printableObject(object: Row, lang: Language): string {
  const lines: string[] = [];
  for (const [field, value] of Object.entries(object)) {
    if (Array.isArray(value) && value.length > 0 && isRow(value[0])) {
      lines.push(styleText('bold', field), printableList(value as Row[], lang));
    } else {
      lines.push(`${styleText('dim', `${field}:`)} ${cell(value, lang)}`);
    }
  }
  return lines.join('\n');
}

export function printableList(items: Row[], lang: Language): string {
  if (items.length === 0) return styleText('dim', lang === 'ja' ? '（なし）' : '(nothing)');
  if (items.every((item) => typeof item['text'] === 'string' && 'level' in item))
    return items.map(printableLine).join('\n');
  const known = new Set(items.flatMap(Object.keys));
  // A span that is also there in words needs no milliseconds beside it.
  const columns = [...known].filter(
    (column) =>
      !(column.endsWith('_ms') && known.has(column.slice(0, -3))) &&
      items.some((item) => cell(item[column], lang) !== ''),
  );
  const table = new Table({ head: columns, style: { head: [], border: [], compact: true }, chars: PLAIN });
  for (const item of items) table.push(columns.map((column) => cell(item[column], lang)));
  return table.toString();
}

const PLAIN = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, part === 'middle' ? ' ' : '']),
);

/** A log line as it is read in a terminal. Its text has been made inert where it was read. */
export function printableLine(line: Row): string {
  const level = String(line['level'] ?? '-').padEnd(8);
  const colour = /error|critical/.test(level) ? 'red' : level.startsWith('warn') ? 'yellow' : 'dim';
  return `${styleText('dim', cell(line['at'], 'en'))} ${styleText(colour, level)} ${String(line['text'])}`;
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** One value in one line. */
export function cell(value: unknown, lang: Language): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return RFC3339.test(value) ? localTime(value) : value;
  if (Array.isArray(value)) return value.map((one) => cell(one, lang)).join(', ');
  if (isRow(value)) {
    if (typeof value['en'] === 'string' && typeof value['ja'] === 'string') return value[lang] as string;
    return Object.entries(value)
      .map(([key, one]) => [key, cell(one, lang)])
      .filter(([, text]) => text !== '')
      .map(([key, text]) => `${key} ${text}`)
      .join(', ');
  }
  return String(value);
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** In the zone of the terminal, as a person reads it. */
function localTime(rfc3339: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(rfc3339));
}
