import type { LogLevel } from '../../api/shapes.ts';

export const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'critical'];

export function isAtLeast(level: LogLevel | null, least: LogLevel | undefined): boolean {
  return least === undefined || (level !== null && levels.indexOf(level) >= levels.indexOf(least));
}
