import type { Language } from '#manual/text.ts';

const WEEKDAYS: Record<Language, string[]> = {
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
  ja: ['日', '月', '火', '水', '木', '金', '土'],
};

/** A cron expression in words, where it is one of those that people write; undefined where the expression says it better. */
export function inWords(expression: string, lang: Language): string | undefined {
  const [minute = '', hour = '', day, month, weekday = '', more] = expression.trim().split(/\s+/);
  if (more !== undefined || month !== '*') return undefined;
  const every = /^\*\/(\d+)$/.exec(minute)?.[1];
  if (every && hour === '*' && day === '*' && weekday === '*')
    return lang === 'ja' ? `${every}分ごと` : `every ${every} minutes`;
  if (!/^\d+$/.test(minute) || (hour !== '*' && !/^\d+(,\d+)*$/.test(hour))) return undefined;
  const on = dayInWords(day, weekday, lang);
  if (on === undefined) return undefined;
  if (hour === '*') return day === '*' && weekday === '*' ? hourly(minute, lang) : undefined;
  const times = hour.split(',').map((one) => `${Number(one)}:${minute.padStart(2, '0')}`);
  return lang === 'ja' ? `${on} ${times.join('、')}` : `${on} at ${times.join(', ')}`;
}

const hourly = (minute: string, lang: Language): string =>
  lang === 'ja' ? `毎時${Number(minute)}分` : `every hour at minute ${Number(minute)}`;

function dayInWords(day: string | undefined, weekday: string, lang: Language): string | undefined {
  if (day === '*' && weekday === '*') return lang === 'ja' ? '毎日' : 'every day';
  if (day === '*' && /^[0-7]$/.test(weekday)) {
    const name = WEEKDAYS[lang][Number(weekday) % 7];
    return lang === 'ja' ? `毎週${name}曜` : `every ${name}`;
  }
  if (weekday === '*' && day !== undefined && /^\d+$/.test(day))
    return lang === 'ja' ? `毎月${Number(day)}日` : `on day ${Number(day)} of the month`;
  return undefined;
}
