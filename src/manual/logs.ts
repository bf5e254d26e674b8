import { z } from 'zod';

/**
 * A log of the service. Without a path it is the captured output of its process and jobs; with one it is a file of the
 * service's own, relative to its folder.
 */
export const Log = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  format: z.enum(['json', 'text']),
  path: z.string().optional(),
  /** For `text`: how a line shows its level; group 1 is the level. */
  levelPattern: z.string().optional(),
  rotate: z.enum(['daily', 'weekly']).default('daily'),
  keep: z.number().int().positive().default(7),
});
export type Log = z.infer<typeof Log>;
type LogOptions = Partial<Omit<z.input<typeof Log>, 'name' | 'format'>>;

/** One JSON object a line, with `time`, `level` and `msg` (as pino writes). */
export const jsonLog = (name: string, options: LogOptions = {}): Log => Log.parse({ name, format: 'json', ...options });
export const textLog = (name: string, options: LogOptions = {}): Log => Log.parse({ name, format: 'text', ...options });
