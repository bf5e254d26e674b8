import { z } from 'zod';

const MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const BYTES = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;

/** A length of time as people write it: `500ms`, `30s`, `5m`, `2h`, `7d`, `1w`. */
export type DurationText = `${number}${keyof typeof MS}`;
/** A size as people write it, in decimal units: `500MB`. */
export type SizeText = `${number}${keyof typeof BYTES}`;

export const Duration = z.custom<DurationText>(
  (value) => typeof value === 'string' && /^\d+(\.\d+)?(ms|s|m|h|d|w)$/.test(value),
  'must be a duration such as 30s, 5m, 2h or 7d',
);
export const Size = z.custom<SizeText>(
  (value) => typeof value === 'string' && /^\d+(\.\d+)?(B|kB|MB|GB|TB)$/.test(value),
  'must be a size such as 500MB or 2GB',
);

export function durationMs(duration: DurationText): number {
  const unit = duration.replace(/^[\d.]+/, '') as keyof typeof MS;
  return Number.parseFloat(duration) * MS[unit];
}

export function sizeBytes(size: SizeText): number {
  const unit = size.replace(/^[\d.]+/, '') as keyof typeof BYTES;
  return Number.parseFloat(size) * BYTES[unit];
}
