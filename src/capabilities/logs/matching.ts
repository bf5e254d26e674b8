import { isAtLeast, type Level } from './level.ts';
import type { LineFormat, ParsedLine } from './line.ts';

export type Wanted = {
  text?: string | undefined;
  level?: Level | undefined;
  since?: number | undefined;
  until?: number | undefined;
  run?: string | undefined;
};

/** A name or a word stands in the record as it stands in its text, so a line without it needs no reading. */
const PLAIN_WORD = /^[a-z][\w-]*$/i;

const SIGN = /err|crit|fatal|severe|alert|emerg|panic|exception|(?:level|lvl|severity)\W{1,8}[5-9]\d/i;

/** Whether a raw line may be of level error or critical; false saves reading it. */
export const mayBeError = (raw: string, { levelPattern }: LineFormat): boolean =>
  levelPattern !== undefined || SIGN.test(raw);

/** Whether a raw line may match at all; false saves reading it. */
export function mayMatch({ text, run, level }: Wanted, format: LineFormat): (raw: string) => boolean {
  const needles = [text, run]
    .filter((needle) => needle !== undefined)
    .filter((needle) => PLAIN_WORD.test(needle))
    .map((needle) => needle.toLowerCase());
  const grave = level !== undefined && isAtLeast(level, 'error');
  return (raw) => {
    if (grave && !mayBeError(raw, format)) return false;
    if (needles.length === 0) return true;
    const folded = raw.toLowerCase();
    return needles.every((needle) => folded.includes(needle));
  };
}

/** Whether a line is one of those asked for. A line without a time is within any span. */
export function matches({ text, level, since, until, run }: Wanted): (line: ParsedLine) => boolean {
  const folded = text?.toLowerCase();
  return (line) =>
    (level === undefined || isAtLeast(line.level, level)) &&
    (run === undefined || line.run === run) &&
    (since === undefined || line.at === null || line.at >= since) &&
    (until === undefined || line.at === null || line.at <= until) &&
    (folded === undefined || line.text.toLowerCase().includes(folded));
}
