import { dayInJapanese, timeOf } from '../tokyo.ts';
import type { Entry } from './entries.ts';
import { html, safeLink, type Markup } from './markup.ts';

export type Mail = { title: string; body: string; html: string };
export type Place = { day: string; part: number; parts: number };

type Section = { heading: string; colour: string; entries: Entry[] };

/** One digest as a mail of text and HTML. Whatever a source wrote is escaped, and links are http or https only. */
export function renderDigest(entries: Entry[], place: Place): Mail {
  const sections = sectionsOf(entries);
  const title = subjectOf(entries, place);
  const heading = `${dayInJapanese(place.day)}の新着情報${place.parts > 1 ? ` ${place.part}/${place.parts}` : ''}`;
  return { title, body: renderText(heading, sections), html: renderHtml(title, heading, sections).text };
}

function subjectOf(entries: Entry[], { day, part, parts }: Place): string {
  const counted = [
    ['アニメ', entries.filter((entry) => entry.type === 'anime' && !isChange(entry)).length],
    ['マンガ', entries.filter((entry) => entry.type === 'manga' && !isChange(entry)).length],
    ['変更', entries.filter(isChange).length],
  ] as const;
  const counts = counted.filter(([, count]) => count > 0).map(([name, count]) => `${name}${count}件`);
  const date = `${day.slice(0, 4)}年${day.slice(5, 7)}月${day.slice(8, 10)}日`;
  return `[アニメ・マンガ情報] ${date}${parts > 1 ? ` (${part}/${parts})` : ''} ${counts.join('・')}`;
}

function sectionsOf(entries: Entry[]): Section[] {
  const sections: Section[] = [
    {
      heading: 'アニメ',
      colour: '#2f6fde',
      entries: entries.filter((entry) => entry.type === 'anime' && !isChange(entry)),
    },
    {
      heading: 'マンガ',
      colour: '#c2410c',
      entries: entries.filter((entry) => entry.type === 'manga' && !isChange(entry)),
    },
    { heading: '変更', colour: '#7c3aed', entries: entries.filter(isChange) },
  ];
  return sections.filter((section) => section.entries.length > 0);
}

const isChange = (entry: Entry): boolean => entry.changeId !== null;

export function badgeOf({ number, releaseType }: Pick<Entry, 'number' | 'releaseType'>): string {
  if (number === '') return releaseType === 'episode' ? '新着' : '新刊';
  return releaseType === 'episode' ? `第${number}話` : `第${number}巻`;
}

function whenOf({ date, at, oldDate, oldAt, releaseType }: Entry): string {
  const label = releaseType === 'episode' ? '配信日' : '発売日';
  return `${label}: ${oldDate ? `${momentOf(oldDate, oldAt)} → ` : ''}${momentOf(date, at)}`;
}

const momentOf = (date: string, at: string | null): string =>
  `${dayInJapanese(date)}${at ? ` ${timeOf(new Date(at))}` : ''}`;

const linkLabelOf = ({ releaseType }: Entry): string => (releaseType === 'episode' ? '詳細を見る' : '購入する');

function platformsOf({ platforms }: Entry): string | undefined {
  if (platforms.length === 0) return undefined;
  const shown = platforms.slice(0, 3).join('、');
  return platforms.length > 3 ? `${shown} ほか${platforms.length - 3}` : shown;
}

function renderText(heading: string, sections: Section[]): string {
  const blocks = sections.map(({ heading: name, entries }) =>
    [`■ ${name} (${entries.length}件)`, ...entries.map(entryAsText)].join('\n\n'),
  );
  return `${[heading, ...blocks].join('\n\n')}\n`;
}

function entryAsText(entry: Entry): string {
  const link = safeLink(entry.url);
  const platforms = platformsOf(entry);
  const subtitle = entry.subtitle ? `「${entry.subtitle}」` : '';
  return [
    `・${entry.title} ${badgeOf(entry)}${subtitle}`,
    `  ${whenOf(entry)}`,
    ...(platforms ? [`  ${platforms}`] : []),
    ...(link ? [`  ${linkLabelOf(entry)}: ${link}`] : []),
  ].join('\n');
}

const BODY = 'margin:0;padding:16px;background:#f4f5f7;color:#1f2328;font-family:sans-serif;line-height:1.6';
const CARD = 'max-width:640px;margin:0 auto 16px;padding:16px 20px;background:#ffffff;border-radius:8px';

function renderHtml(title: string, heading: string, sections: Section[]): Markup {
  return html`<!doctype html>
    <html lang="ja">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
      </head>
      <body style="${BODY}">
        <div style="${CARD}"><h1 style="margin:0;font-size:20px">${heading}</h1></div>
        ${sections.map(sectionAsHtml)}
      </body>
    </html> `;
}

function sectionAsHtml({ heading, colour, entries }: Section): Markup {
  return html`<div style="${CARD}">
    <h2 style="margin:0 0 8px;font-size:17px;color:${colour}">${heading} (${entries.length}件)</h2>
    ${entries.map((entry) => entryAsHtml(entry, colour))}
  </div> `;
}

function entryAsHtml(entry: Entry, colour: string): Markup {
  const link = safeLink(entry.url);
  const platforms = platformsOf(entry);
  const badge = `display:inline-block;padding:0 8px;border-radius:10px;background:${colour};color:#ffffff;font-size:13px`;
  return html`<div style="padding:10px 0;border-top:1px solid #e5e7eb">
    <strong>${entry.title}</strong>
    <span style="${badge}">${badgeOf(entry)}</span>
    ${entry.subtitle ? html`<div>「${entry.subtitle}」</div>` : undefined}
    <div style="color:#57606a;font-size:14px">${whenOf(entry)}${platforms ? ` ・ ${platforms}` : ''}</div>
    ${link ? html`<a href="${link}" style="color:${colour};font-size:14px">${linkLabelOf(entry)}</a>` : undefined}
  </div> `;
}
