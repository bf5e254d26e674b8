import { z } from 'zod';
import { Command, OperationCall } from './process.ts';
import { Text } from './text.ts';
import { Duration } from './units.ts';

/** Something that a run of the job may be given, as `--name value`. */
export const JobParameter = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  type: z.enum(['string', 'number', 'boolean', 'date']),
  description: Text,
  /** The flag of the command that takes it; `--name` when left out. */
  flag: z.string().optional(),
});
export type JobParameter = z.infer<typeof JobParameter>;

export const Job = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: Text,
  run: z.discriminatedUnion('kind', [Command, OperationCall]),
  /** Cron expressions of five fields, judged in the zone. None: the job runs only when asked. */
  schedule: z
    .array(z.string())
    .or(z.string().transform((one) => [one]))
    .default([]),
  /** The service's zone when left out. */
  zone: z.string().optional(),
  parameters: z.array(JobParameter).default([]),
  /** The command's own flag for trying without effect, e.g. `--dry-run`. */
  dryRunFlag: z.string().optional(),
  /** Whether it makes the service send: then a pause of its deliveries holds the job too. */
  delivers: z.boolean().default(false),
  /** What to do with instants that passed while nobody was on duty. */
  missed: z.enum(['skip', 'once', 'all']).default('once'),
  /** What to do when the run before has not ended. */
  overlap: z.enum(['forbid', 'queue', 'replace']).default('forbid'),
  timeout: Duration.default('1h'),
  retries: z.number().int().min(0).default(0),
  retryAfter: Duration.default('1m'),
  /** Who is told of which ends, by a channel of the service. A failure is told once no retry follows it. */
  notify: z
    .object({
      to: z.array(z.object({ channel: z.string(), address: z.string() })).default([]),
      success: z.boolean().default(false),
      partial: z.boolean().default(true),
      failure: z.boolean().default(true),
    })
    .prefault({}),
});
export type Job = z.infer<typeof Job>;
