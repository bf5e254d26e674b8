import { findNumber, kanjiNumber } from './numbers.ts';

const SEASONS = [
  /\(?第?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*(?:期|シーズン)\)?/,
  /\(?(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)\s+season\)?/,
  /\(?(?:season|シーズン)\s*(\d{1,2})\)?/,
  /\s+s(\d{1,2})$/,
];
const ROMAN: Record<string, number> = { ii: 2, iii: 3, iv: 4, vi: 6, vii: 7, viii: 8 };

/** A title as it may be shown: one line, no control or direction characters, and not endless. */
export function cleanTitle(title: string): string {
  return title
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/**
 * What two spellings of one title have in common. 「葬送のフリーレン（第２期）」, "葬送のフリーレン 2nd Season" and
 * "葬送のフリーレン Season 2 #3" give the same key; a first season gives the same key as no season.
 */
export function matchKey(title: string): string {
  const plain = cleanTitle(title).normalize('NFKC').toLowerCase().replaceAll('×', 'x');
  const { rest, season } = splitSeason(withoutTrailingNumber(plain));
  const bare = rest.replace(/[\p{P}\p{S}\s]+/gu, '');
  const key = bare || plain.replace(/\s+/gu, '');
  return season > 1 ? `${key}/${season}` : key;
}

function withoutTrailingNumber(plain: string): string {
  const found = findNumber(plain);
  return found && found.before !== '' && found.after === '' ? found.before : plain;
}

function splitSeason(plain: string): { rest: string; season: number } {
  for (const pattern of SEASONS) {
    const match = pattern.exec(plain);
    if (!match?.[1]) continue;
    const season = /^\d+$/.test(match[1]) ? Number(match[1]) : kanjiNumber(match[1]);
    return { rest: `${plain.slice(0, match.index)} ${plain.slice(match.index + match[0].length)}`, season };
  }
  const roman = /\s(ii|iii|iv|vi|vii|viii)$/.exec(plain);
  const season = roman?.[1] ? (ROMAN[roman[1]] ?? 1) : 1;
  return roman ? { rest: plain.slice(0, roman.index), season } : { rest: plain, season: 1 };
}
