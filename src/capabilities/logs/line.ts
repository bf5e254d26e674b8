import { type Level, levelInText, levelOf } from './level.ts';
import { timeInText, timeOf } from './time-text.ts';

/** How the lines of one log are to be read. */
export type LineFormat = {
  /** Whether each line stands in a wrapper of ours, as captured output does. */
  captured: boolean;
  zone: string;
  levelPattern?: RegExp | undefined;
};

export type ParsedLine = {
  at: number | null;
  level: Level | null;
  text: string;
  run?: string | undefined;
  /** When it was captured. Unlike `at`, which the program tells, it never runs ahead of its neighbours. */
  capturedAt: number | null;
};

type Fields = Record<string, unknown>;

const TIME = ['time', 'timestamp', 'ts', '@timestamp', 'asctime'] as const;
const LEVEL = ['level', 'severity', 'levelname', 'lvl'] as const;
const MESSAGE = ['msg', 'message', 'event'] as const;
const UNTOLD = new Set<string>([...TIME, ...LEVEL, ...MESSAGE, 'pid', 'hostname', 'v']);
const DROPPED = /^… \d+ lines dropped$/;

/** Reads one line, whatever it holds: what cannot be understood is text without level and time. */
export function parseLine(raw: string, format: LineFormat): ParsedLine {
  if (!format.captured) return { ...parseContent(raw, format), capturedAt: null };
  const wrapper = fieldsIn(raw);
  if (!wrapper || typeof wrapper['line'] !== 'string') {
    return { at: null, level: DROPPED.test(raw) ? 'warn' : null, text: raw, capturedAt: null };
  }
  const capturedAt = timeOf(wrapper['time'], 'UTC');
  const content = parseContent(wrapper['line'], format);
  const run = typeof wrapper['run'] === 'string' ? wrapper['run'] : content.run;
  return { ...content, at: content.at ?? capturedAt, run, capturedAt };
}

function parseContent(text: string, { zone, levelPattern }: LineFormat): Omit<ParsedLine, 'capturedAt'> {
  const fields = fieldsIn(text);
  if (!fields) return { at: timeInText(text, zone), level: levelInText(text, levelPattern), text };
  const run = fields['run'];
  return {
    at: timeOf(first(fields, TIME), zone),
    level: levelOf(first(fields, LEVEL)),
    text: told(fields),
    ...(typeof run === 'string' && { run }),
  };
}

function fieldsIn(text: string): Fields | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

const first = (fields: Fields, names: readonly string[]): unknown => {
  for (const name of names) if (fields[name] !== undefined) return fields[name];
  return undefined;
};

/** The message, then what else the record holds as `name=value`. */
function told(fields: Fields): string {
  const message = first(fields, MESSAGE);
  const rest = Object.entries(fields)
    .filter(([name]) => !UNTOLD.has(name))
    .map(([name, value]) => `${name}=${shown(value)}`);
  return [...(message === undefined ? [] : [shown(message, true)]), ...rest].join(' ');
}

function shown(value: unknown, bare = false): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return bare || /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value);
}
