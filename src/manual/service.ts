import { z } from 'zod';
import { Database, Figure } from './databases.ts';
import { Checklists, Fact, Runbook } from './guides.ts';
import { Job } from './jobs.ts';
import { Log } from './logs.ts';
import { Command, Environment } from './process.ts';
import { Use } from './references.ts';
import { Text } from './text.ts';
import { Duration } from './units.ts';

export const ServiceId = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/, 'must be the id of a service: lower-case letters, digits and hyphens')
  .describe('Service id, as in its manual');

/** How messages of one category are treated when things go wrong. */
export const Category = z.object({
  /** A send whose answer never came: send again under the same key, or wait for a person. */
  unknown: z.enum(['retry', 'hold']).default('retry'),
  /** Twelve, with their pauses, outlast a mail server's greylisting of five minutes. */
  attempts: z.number().int().positive().default(12),
  /** After this long an unsent message has lost its sense. */
  expires: Duration.optional(),
});

const Zone = z.string().refine(isZone, 'must be an IANA time zone such as Asia/Tokyo');

/** The declaration of how a service is operated. Everything in it is plain data. */
export const ServiceManual = z.object({
  id: ServiceId,
  title: Text,
  /** What the service does, in a sentence or two. */
  about: Text.optional(),
  /** Where the service lives: `import.meta.dirname` of its manual. All relative paths start here. */
  folder: z.string(),
  /** The zone in which its days begin. */
  zone: Zone.default('UTC'),
  process: Command.optional(),
  /** How long it may take to stop before it is killed. */
  stopGrace: Duration.default('10s'),
  environment: Environment.default({}),
  /** Asked to learn whether the process is healthy: 200 is up. */
  health: z
    .object({ url: z.url(), every: Duration.default('10s'), failures: z.number().int().positive().default(3) })
    .optional(),
  databases: z.array(Database).default([]),
  logs: z.array(Log).default([]),
  channels: z.array(Use).default([]),
  categories: z.record(z.string(), Category).default({}),
  jobs: z.array(Job).default([]),
  figures: z.array(Figure).default([]),
  /** What must hold at all times. Judged whenever the overview is asked for; nobody is told by another way yet. */
  thresholds: z.array(Fact).default([]),
  checklists: Checklists.prefault({}),
  runbooks: z.array(Runbook).default([]),
  /** Recovery after an emergency: what it clears, validates and tries. */
  recovery: z
    .object({
      /** Files that may go, relative to the folder; `*` within a name. */
      temporary: z.array(z.string()).default([]),
      /** Ends with 0 when the configuration is valid. */
      validate: Command.optional(),
      /** The job whose dry run proves that the service works, and its parameters. */
      rehearse: z.object({ job: z.string(), parameters: z.record(z.string(), z.unknown()).default({}) }).optional(),
    })
    .prefault({}),
  /** What is deleted when, in the service's own tables. */
  retention: z
    .array(z.object({ of: Database, name: z.string(), title: Text, after: Duration, where: z.string() }))
    .default([]),
  contacts: z.array(z.object({ name: z.string(), role: Text, address: z.string() })).default([]),
});
export type ServiceManual = z.infer<typeof ServiceManual>;

/** Declares how a service is operated. What it returns is checked when Toban loads it: all problems are told at once. */
export const defineService = (manual: z.input<typeof ServiceManual>): z.input<typeof ServiceManual> => manual;

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
