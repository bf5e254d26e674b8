import type { Figure } from '#manual/databases.ts';
import type { Language } from '#manual/text.ts';
import { inert } from '#capabilities/logs/index.ts';
import type { Value } from './parts.ts';

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A value with its unit, as a person reads it. Nothing is a dash, never a zero. */
export function valueText(value: Value, unit: Figure['unit'] | undefined, lang: Language): string {
  if (value === null) return '–';
  if (typeof value === 'string') return inert(value);
  if (unit === 'bytes') return bytesText(value, lang);
  const number = value.toLocaleString(lang, { maximumFractionDigits: 1 });
  if (unit === 'percent')
    return `${value.toLocaleString(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} %`;
  if (unit === 'ms') return `${number} ms`;
  return lang === 'ja' ? `${number} 件` : number;
}

function bytesText(bytes: number, lang: Language): string {
  let [size, step] = [bytes, 0];
  while (Math.abs(size) >= 1000 && step < BYTES.length - 1) [size, step] = [size / 1000, step + 1];
  return `${size.toLocaleString(lang, { maximumFractionDigits: step === 0 ? 0 : 1 })} ${BYTES[step]}`;
}

/** `2026-11-21 (Sat)`, `2026-11-21（土）`. */
export function dayText(day: string, lang: Language): string {
  const weekday = new Intl.DateTimeFormat(lang, { weekday: 'short', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
  return lang === 'ja' ? `${day}（${weekday}）` : `${day} (${weekday})`;
}
