import type { Release } from './release.ts';
import type { Series } from './series.ts';

/** Each source writes the same title in its own way; these are the ways. */

/** 「月夜の灯台守 第2期」, as AniList's native title. */
export function nativeTitle({ title }: Series, season: number): string {
  return season > 1 ? `${title} 第${season}期` : title;
}

export function englishTitle({ english }: Series, season: number): string {
  return season > 1 ? `${english} Season ${season}` : english;
}

export function romajiTitle({ romaji }: Series, season: number): string {
  return season > 1 ? `${romaji} ${ordinal(season)} Season` : romaji;
}

/** Full-width figures and brackets: 「月夜の灯台守（第２期）」, as the broadcast calendar has it. */
export function broadcastTitle({ title }: Series, season: number): string {
  return season > 1 ? `${title}（第${fullWidth(String(season))}期）` : title;
}

/** 「月夜の灯台守 Season 2 #3 灯りの名前」, as a streaming service announces it. */
export function streamTitle({ series, season, number, subtitle }: Release): string {
  return `${series.title}${season > 1 ? ` Season ${season}` : ''} #${number} ${subtitle}`;
}

/** 「海辺の製図室\u3000第３巻」 in a bookshop with full-width habits. */
export function volumeTitleWide({ series, number }: Release): string {
  return `${series.title}\u3000第${fullWidth(String(number))}巻`;
}

/** 「海辺の製図室(3)」 in a shop that saves space. */
export function volumeTitleShort({ series, number }: Release): string {
  return `${series.title}(${number})`;
}

export function volumeTitle({ series, number }: Release): string {
  return `${series.title} 第${number}巻`;
}

export function fullWidth(text: string): string {
  return text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
}

function ordinal(value: number): string {
  const last = value % 10;
  const suffix =
    Math.floor(value / 10) % 10 === 1 ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th';
  return `${value}${suffix}`;
}
