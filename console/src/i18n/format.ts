import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language, Text } from '../api/wire.ts';

type Unit = 'day' | 'hour' | 'minute' | 'second';
const units: readonly [Unit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
];

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

function bytes(value: number, language: Language): string {
  const power = value < 1_000 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(value) / 3));
  const number = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(value / 1_000 ** power);
  return `${number} ${byteUnits[power]}`;
}

// Days written day first or month first are read wrongly by half the world: Swedish writes them as ISO 8601 does.
const locales: Record<Language, string> = { ja: 'ja-JP', en: 'sv-SE' };

function clock(language: Language, zone?: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locales[language], {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: zone,
  });
}

export interface Format {
  language: Language;
  text(text: Text | string | undefined): string;
  number(value: number): string;
  /** A number of things: 「3 件」 in Japanese, which does not leave a count bare. */
  count(value: number): string;
  /** Of a number of hundredths: 100 is all. */
  percent(value: number | null | undefined): string;
  bytes(value: number): string;
  /** "9時間25分": the two largest units, or milliseconds below a second. */
  span(ms: number, parts?: number): string;
  duration(ms: number | null | undefined): string;
  /** A number of a manual or a report, in its unit: count, percent, bytes, ms, or a word to be put behind it. */
  figure(value: number | string | null, unit?: string): string;
  ago(at: string, now: number): string;
  moment(at: string, zone?: string): string;
}

function formatFor(language: Language, word: (unit: Unit) => string): Format {
  const numbers = new Intl.NumberFormat(language);
  const gap = language === 'en' ? ' ' : '';
  const span = (ms: number, parts = 2): string => {
    const found: string[] = [];
    let rest = Math.max(0, ms);
    for (const [unit, size] of units) {
      const count = Math.floor(rest / size);
      rest -= count * size;
      if (count > 0) found.push(`${count}${gap}${word(unit)}`);
      if (found.length === parts || (found.length > 0 && count === 0)) break;
    }
    return found.join(gap) || `0${gap}${word('second')}`;
  };
  const duration = (ms: number | null | undefined): string => {
    if (ms === null || ms === undefined) return '–';
    if (ms < 1_000) return `${numbers.format(Math.round(ms))} ms`;
    return ms < 60_000 ? `${(ms / 1_000).toFixed(1)} ${word('second')}` : span(ms);
  };
  const count = (value: number) => (language === 'ja' ? `${numbers.format(value)} 件` : numbers.format(value));
  const percent = (value: number | null | undefined): string => {
    if (value === null || value === undefined) return '–';
    // 99.97 % must not read as all.
    return `${value.toFixed(value > 99.9 && value < 100 ? 2 : 1)} %`;
  };
  return {
    language,
    text: (text) => (text === undefined ? '' : typeof text === 'string' ? text : text[language]),
    number: (value) => numbers.format(value),
    count,
    percent,
    bytes: (value) => bytes(value, language),
    span,
    duration,
    figure(value, unit) {
      if (typeof value !== 'number') return value ?? '–';
      if (unit === 'bytes') return bytes(value, language);
      if (unit === 'ms') return duration(value);
      if (unit === 'percent') return percent(value);
      return unit === undefined || unit === 'count' ? count(value) : `${numbers.format(value)} ${unit}`;
    },
    ago: (at, now) => span(Math.abs(now - Date.parse(at)), 1),
    moment: (at, zone) => clock(language, zone).format(Date.parse(at)),
  };
}

export function useFormat(): Format {
  const { t, i18n } = useTranslation();
  const language: Language = i18n.language === 'ja' ? 'ja' : 'en';
  // `t` is a new function whenever the language changes.
  return useMemo(() => formatFor(language, (unit) => t(`parts.${unit}`)), [language, t]);
}
