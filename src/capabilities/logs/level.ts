export type Level = (typeof LEVELS)[number];

/** From the least to the gravest. */
export const LEVELS = ['debug', 'info', 'warn', 'error', 'critical'] as const;

const WORDS: Record<string, Level> = {
  trace: 'debug',
  debug: 'debug',
  verbose: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  log: 'info',
  warn: 'warn',
  warning: 'warn',
  err: 'error',
  error: 'error',
  severe: 'error',
  crit: 'critical',
  critical: 'critical',
  fatal: 'critical',
  alert: 'critical',
  emerg: 'critical',
  panic: 'critical',
};

export const isAtLeast = (level: Level | null, least: Level): boolean =>
  level !== null && LEVELS.indexOf(level) >= LEVELS.indexOf(least);

/** A level as programs write it: a word in any case, or pino's number (10 trace … 60 fatal). */
export function levelOf(value: unknown): Level | null {
  if (typeof value === 'string')
    return WORDS[value.toLowerCase()] ?? (/^\d+$/.test(value) ? fromNumber(Number(value)) : null);
  return typeof value === 'number' ? fromNumber(value) : null;
}

function fromNumber(value: number): Level {
  if (value >= 60) return 'critical';
  if (value >= 50) return 'error';
  if (value >= 40) return 'warn';
  return value >= 30 ? 'info' : 'debug';
}

/** Capitals as a word of their own, a word in square brackets, or `level=word`; the first in the line counts. */
const COMMON =
  /\b(TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|CRITICAL|FATAL)\b|\[(trace|debug|info|notice|warn(?:ing)?|error|critical|fatal)\]|\blevel="?(\w+)/i;
const IN_CAPITALS = /^[A-Z]+$/;
const UNCAUGHT = /^(?:Uncaught )?[A-Z]\w*(?:Error|Exception)\b.*: /;

/** How a line of plain text shows its level. Group 1 of the manual's own pattern is the level, if there is one. */
export function levelInText(text: string, pattern: RegExp | undefined): Level | null {
  if (pattern) {
    const found = pattern.exec(text);
    return found ? levelOf(found[1] ?? found[0]) : null;
  }
  for (let from = 0; ;) {
    const found = COMMON.exec(text.slice(from));
    if (!found) return UNCAUGHT.test(text) ? 'error' : null;
    const [whole, capitals, bracketed, named] = found;
    if (bracketed ?? named) return levelOf(bracketed ?? named);
    if (capitals && IN_CAPITALS.test(capitals)) return levelOf(capitals);
    from += found.index + whole.length;
  }
}
