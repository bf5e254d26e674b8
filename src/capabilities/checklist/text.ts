import type { Period } from '#manual/guides.ts';
import type { Language, Text } from '#manual/text.ts';
import { localText } from '#manual/zone.ts';
import type { Checklist, ListedItem } from './list.ts';

export const PERIOD_NAMES: Record<Period, Text> = {
  daily: { en: 'daily', ja: '日次' },
  weekly: { en: 'weekly', ja: '週次' },
  monthly: { en: 'monthly', ja: '月次' },
};

/** The list for a terminal: what is done, what is wrong, what waits for a person. */
export function checklistText(list: Checklist, { lang, zone }: { lang: Language; zone: string }): string {
  const { service, period, key, dueAt, items, previous } = list;
  const name = PERIOD_NAMES[period][lang];
  const due = localText(Date.parse(dueAt), zone);
  const done = items.filter((item) => item.done).length;
  const open = previous?.complete === false ? previous.key : undefined;
  if (lang === 'ja') {
    const head = `${name}チェックリスト  ${service}  ${key}  期限 ${due} (${zone})`;
    return page(head, items, lang, `${done}/${items.length} 完了`, open && `前回（${open}）は未完了のままです。`);
  }
  const head = `${service}: ${name} checklist of ${key}, due ${due} (${zone})`;
  return page(head, items, lang, `${done} of ${items.length} done`, open && `The one before (${open}) was left open.`);
}

const page = (head: string, items: ListedItem[], lang: Language, sum: string, warning: string | undefined): string =>
  [head, '', ...items.map((item) => itemText(item, lang)), '', sum, ...(warning ? [warning] : [])].join('\n');

function itemText(item: ListedItem, lang: Language): string {
  const { title, detail, by, note, hint, done } = item;
  const said = [detail, by, note].filter((part) => part !== undefined);
  const more = said.length > 0 ? `  (${said.join(': ')})` : '';
  const next = !done && hint !== undefined ? `\n    → ${hint}` : '';
  return `${markOf(item)} ${title[lang]}  ${item.item}${more}${next}`;
}

function markOf({ kind, done, ok }: ListedItem): string {
  if (done) return '✔';
  if (kind === 'person') return '○';
  return ok === null ? '?' : '✖';
}
