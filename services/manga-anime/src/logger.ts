export type Level = 'info' | 'warn' | 'error';
export type Log = (level: Level, msg: string, details?: Record<string, unknown>) => void;

/** One JSON object a line, as Toban's `jsonLog` reads it. */
export const createLog =
  (write: (line: string) => void, now: () => Date): Log =>
  (level, msg, details = {}) =>
    write(`${JSON.stringify({ time: now().toISOString(), level, msg, ...details })}\n`);
