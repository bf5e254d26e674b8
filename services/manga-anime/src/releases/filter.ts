import type { Finding } from '../sources/finding.ts';
import { matchKey } from './normalise.ts';

/** Why a work is left out, by its key: an NG word, or `adult`. */
export type Blocked = Map<string, string>;
export type Filtered = { kept: Finding[]; dropped: number; blocked: Blocked };

export const ADULT = 'adult';

/**
 * Drops adult works and whatever has an NG word in its titles, genres or tags. A work that one source gives away is
 * dropped from the others too, for a programme table knows no tags; and later, when that source is silent.
 */
export function filterFindings(findings: Finding[], ngWords: string[], known: Blocked = new Map()): Filtered {
  const matchers = ngWords.map((word) => ({ word, matches: wordMatcher(word) }));
  const inForce = [...known].filter(([, reason]) => reason === ADULT || ngWords.includes(reason));
  const blocked: Blocked = new Map(inForce);
  for (const finding of findings) {
    const reason = reasonAgainst(finding, matchers);
    if (reason) blocked.set(workKey(finding), reason);
  }
  const kept = findings.filter((finding) => !blocked.has(workKey(finding)));
  return { kept, dropped: findings.length - kept.length, blocked };
}

type Matcher = { word: string; matches: (text: string) => boolean };

function reasonAgainst(finding: Finding, matchers: Matcher[]): string | undefined {
  if (finding.adult) return ADULT;
  const texts = [finding.title, finding.titleKana, finding.titleEn, ...finding.genres, ...finding.tags]
    .filter((text) => text !== undefined)
    .map(fold);
  return matchers.find(({ matches }) => texts.some(matches))?.word;
}

/**
 * Japanese has no spaces between words, so a word is looked for anywhere in the text. A word of Latin letters must
 * stand alone among them: 「BL」 is not in "BLEACH", but it is in 「BL作品」.
 */
export function wordMatcher(word: string): (text: string) => boolean {
  const folded = fold(word);
  if (!/^[\x20-\x7e]+$/.test(folded)) return (text) => fold(text).includes(folded);
  const pattern = new RegExp(`(?<![a-z0-9])${RegExp.escape(folded)}(?![a-z0-9])`);
  return (text) => pattern.test(fold(text));
}

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();
const workKey = (finding: Finding): string => `${finding.type}/${matchKey(finding.title)}`;
