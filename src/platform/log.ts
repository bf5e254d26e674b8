import { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { pino, stdTimeFunctions } from 'pino';
import type { Files } from './files.ts';
import { redactedFields } from './log/fields.ts';
import { openRotatingLog } from './log/rotation.ts';
import type { Secrets } from './secrets.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
type Write = (message: string, fields?: Record<string, unknown>) => void;

/** Toban's own log. Every text in it is redacted before it is written. */
export type Log = {
  debug: Write;
  info: Write;
  warn: Write;
  error: Write;
  /** A log whose lines all carry these fields. */
  child(fields: Record<string, unknown>): Log;
  flush(): Promise<void>;
  /** Flushes and lets go of the file, for all children too. */
  close(): Promise<void>;
};

export type OpenLog = {
  files: Files;
  secrets: Pick<Secrets, 'redact'>;
  level?: LogLevel;
  /** Whether a short line for people goes to stderr as well. */
  terminal?: boolean;
};

const ROTATE_BYTES = 10 * 1000 * 1000;
const KEEP = 7;
const COLORS = { debug: 'dim', info: 'cyan', warn: 'yellow', error: 'red' } as const;
const RANKS = { debug: 20, info: 30, warn: 40, error: 50 } as const;

/** JSON lines in data/logs/toban.log, rotated at 10 MB with seven kept. Disposing closes it. */
export function openLog({ files, secrets, level = 'info', terminal = false }: OpenLog): Log & AsyncDisposable {
  const file = openRotatingLog(files.path('logs', 'toban.log'), { bytes: ROTATE_BYTES, keep: KEEP });
  const lines = new Writable({
    decodeStrings: false,
    write: (line: string, _encoding, done) => (file.write(line.trimEnd()), done()),
  });
  const json = pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    lines,
  );
  const write = (name: LogLevel, message: string, fields: Record<string, unknown>): void => {
    if (RANKS[name] < RANKS[level]) return;
    const [text, shown] = [secrets.redact(message), redactedFields(fields, secrets.redact)];
    json[name](shown, text);
    if (terminal) process.stderr.write(humanLine(name, text, shown));
  };
  const logWith = (bound: Record<string, unknown>): Log => ({
    debug: (message, fields) => write('debug', message, { ...bound, ...fields }),
    info: (message, fields) => write('info', message, { ...bound, ...fields }),
    warn: (message, fields) => write('warn', message, { ...bound, ...fields }),
    error: (message, fields) => write('error', message, { ...bound, ...fields }),
    child: (fields) => logWith({ ...bound, ...fields }),
    flush: file.flush,
    close: file.close,
  });
  return { ...logWith({}), [Symbol.asyncDispose]: file.close };
}

function humanLine(level: LogLevel, message: string, fields: Record<string, unknown>): string {
  const time = new Date().toTimeString().slice(0, 8);
  const told = Object.entries(fields).map(([name, value]) => `${name}=${shortly(value)}`);
  const mark = styleText(COLORS[level], level.padEnd(5), { stream: process.stderr });
  return `${time} ${mark} ${inert([message, ...told].join('  '))}\n`;
}

function shortly(value: unknown): string {
  if (typeof value === 'string') return value;
  const error = value as { message?: unknown; hint?: unknown; stack?: unknown } | null | undefined;
  if (typeof error?.message === 'string' && 'stack' in error) {
    return typeof error.hint === 'string' ? `${error.message} (${error.hint})` : error.message;
  }
  return JSON.stringify(value);
}

/** No text may move the cursor, clear the screen or turn the direction of writing. */
const inert = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, (char) =>
    char === '\n' ? ' ⏎ ' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
