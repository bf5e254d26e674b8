import type { Language } from '#manual/text.ts';

const MINUTE_MS = 60_000;

const WORDS = {
  en: { d: ' d', h: ' h', m: ' min', gap: ' ', none: 'less than a minute' },
  ja: { d: '日', h: '時間', m: '分', gap: '', none: '1分未満' },
} as const;

/** A time left, in words: `9 h 25 min`, `9時間25分`. Minutes are left out where days are told. */
export function leftInWords(ms: number, lang: Language): string {
  const words = WORDS[lang];
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS);
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [d > 0 && `${d}${words.d}`, h > 0 && `${h}${words.h}`, d === 0 && m > 0 && `${m}${words.m}`];
  return parts.filter(Boolean).join(words.gap) || words.none;
}
