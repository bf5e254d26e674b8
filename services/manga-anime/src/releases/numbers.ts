export type ReleaseType = 'episode' | 'volume';

export type Numbered = {
  /** What stands before the number, cleaned; empty when the text starts with it. */
  before: string;
  /** What stands after the number: usually the episode's own title. */
  after: string;
  number: string;
  releaseType: ReleaseType;
};

const KANJI_DIGITS = '〇一二三四五六七八九';
const KANJI_UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const DIGITS = String.raw`\d{1,4}(?:\.\d)?(?:\s*[-~〜・&]\s*\d{1,4})?|[〇零一二三四五六七八九十百千]{1,7}`;

const PATTERNS: { pattern: RegExp; releaseType: ReleaseType }[] = [
  { pattern: new RegExp(String.raw`第\s*(${DIGITS})\s*巻`), releaseType: 'volume' },
  { pattern: new RegExp(String.raw`第\s*(${DIGITS})\s*(?:話|回|夜|章|局|幕)`), releaseType: 'episode' },
  { pattern: /(?<![a-z])vol(?:ume)?\.?\s*(\d{1,4})(?!\d)/i, releaseType: 'volume' },
  { pattern: /(\d{1,4})\s*巻/, releaseType: 'volume' },
  { pattern: /(\d{1,4}(?:\.\d)?)\s*話/, releaseType: 'episode' },
  { pattern: /(?<![a-z])ep(?:isode|\.)?\s*(\d{1,4}(?:\.\d)?)(?!\d)/i, releaseType: 'episode' },
  { pattern: /#\s*(\d{1,4}(?:\.\d)?)(?!\d)/, releaseType: 'episode' },
  { pattern: /\((\d{1,3})\)\s*$/, releaseType: 'volume' },
];

/** Finds 第N話, 第N巻, N巻, vol.N, ep N, #N, a final (N), and kanji numbers. Undefined when there is none. */
export function findNumber(text: string): Numbered | undefined {
  const plain = text.normalize('NFKC');
  for (const { pattern, releaseType } of PATTERNS) {
    const match = pattern.exec(plain);
    if (!match?.[1]) continue;
    const before = trimEdges(plain.slice(0, match.index));
    const after = trimEdges(plain.slice(match.index + match[0].length)).replace(/^[「『](.*)[」』]$/u, '$1');
    return { before, after, number: canonicalNumber(match[1]), releaseType };
  }
  return undefined;
}

/** `003` → `3`, `十二` → `12`, `1 - 2` → `1-2`; at most ten characters. */
export function canonicalNumber(text: string): string {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  if (/^[〇零一二三四五六七八九十百千]+$/.test(plain)) return String(kanjiNumber(plain));
  return plain
    .replace(/\d+(\.\d+)?/g, (digits) => String(Number(digits)))
    .replace(/[~〜・&]/g, '-')
    .slice(0, 10);
}

export function kanjiNumber(text: string): number {
  const plain = text.replaceAll('零', '〇');
  if (![...plain].some((character) => character in KANJI_UNITS)) {
    return Number([...plain].map((character) => KANJI_DIGITS.indexOf(character)).join(''));
  }
  let total = 0;
  let digit = 0;
  for (const character of plain) {
    const unit = KANJI_UNITS[character];
    if (unit === undefined) {
      digit = KANJI_DIGITS.indexOf(character);
    } else {
      total += (digit || 1) * unit;
      digit = 0;
    }
  }
  return total + digit;
}

const trimEdges = (text: string): string =>
  text.replace(/^[\s\])}】」』:・|\-–—]+|[\s[({【「『:・|\-–—]+$/gu, '').trim();
