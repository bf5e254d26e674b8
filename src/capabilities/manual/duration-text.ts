import type { Language } from '#manual/text.ts';
import type { DurationText } from '#manual/units.ts';

const UNITS: Record<Language, Record<string, string>> = {
  en: { ms: 'millisecond', s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' },
  ja: { ms: 'ミリ秒', s: '秒', m: '分', h: '時間', d: '日', w: '週間' },
};

/** A duration of a manual as it is read: `5s` as `5 seconds`, `5秒`. */
export function durationText(duration: DurationText, lang: Language): string {
  const [, number = '', unit = ''] = /^([\d.]+)(.*)$/.exec(duration) ?? [];
  const name = UNITS[lang][unit] ?? unit;
  return lang === 'ja' ? `${number}${name}` : `${number} ${name}${Number(number) === 1 ? '' : 's'}`;
}
