import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { OpsError } from '#platform/errors.ts';
import type { Problem } from '#platform/errors.ts';

/** What the environment and the command line decide, read once at the start. Paths are absolute. */
export type Settings = {
  /** The folder that holds everything Toban writes. */
  data: string;
  host: string;
  /** 0 lets the system choose. */
  port: number;
  /** `postgres://…`; absent: SQLite inside the data folder. */
  databaseUrl?: string;
  keyFile: string;
  leaseMs: number;
  providerDeadlineMs: number;
  /** The name of this node among several on one store. */
  node: string;
  lang: 'en' | 'ja';
  /** Path of toban.config.ts. */
  config: string;
};

export type SettingsOverrides = {
  config?: string | undefined;
  data?: string | undefined;
  port?: number | string | undefined;
  host?: string | undefined;
};

type Environment = Record<string, string | undefined>;

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

const duration = (minMs: number, maxMs: number, range: string) =>
  z
    .string()
    .regex(/^\d+(ms|s|m|h)$/, 'must be a duration such as 500ms, 30s, 5m or 1h')
    .transform((text) => Number.parseInt(text, 10) * UNIT_MS[text.replace(/^\d+/, '') as keyof typeof UNIT_MS])
    .refine((ms) => ms >= minMs && ms <= maxMs, `must be ${range}`);

const path = z.string().refine((text) => !text.includes('\0'), 'must be a path');

const Variables = z.object({
  TOBAN_CONFIG: path.default('toban.config.ts'),
  TOBAN_DATA: path.default('data'),
  TOBAN_HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, 'must be an address or a host name')
    .default('127.0.0.1'),
  TOBAN_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port number from 0 to 65535')
    .default(7700),
  DATABASE_URL: z.string().refine(isPostgresUrl, 'must look like postgres://user@host:5432/name').optional(),
  TOBAN_KEY_FILE: path.optional(),
  TOBAN_LEASE: duration(100, 3_600_000, 'between 100ms and 1h').default(30_000),
  TOBAN_PROVIDER_DEADLINE: duration(100, 30_000, 'between 100ms and 30s').default(30_000),
  TOBAN_NODE: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'must be a name of letters, digits, ".", "_" and "-"')
    .optional(),
  TOBAN_LANG: z.enum(['en', 'ja'], 'must be "en" or "ja"').optional(),
});

/**
 * Reads and checks every setting; an override (a flag of `toban up`) wins over its variable, and an empty variable
 * counts as absent. Relative paths start at `cwd`. Every problem is told at once, by `settings.invalid`.
 */
export function readSettings(
  environment: Environment,
  overrides: SettingsOverrides = {},
  cwd: string = process.cwd(),
): Settings {
  const parsed = Variables.safeParse(variablesOf(environment, overrides));
  if (!parsed.success) throw invalidSettings(parsed.error);
  const variables = parsed.data;
  const data = resolve(cwd, variables.TOBAN_DATA);
  return {
    data,
    host: variables.TOBAN_HOST,
    port: variables.TOBAN_PORT,
    ...(variables.DATABASE_URL !== undefined && { databaseUrl: variables.DATABASE_URL }),
    keyFile: variables.TOBAN_KEY_FILE === undefined ? resolve(data, 'key') : resolve(cwd, variables.TOBAN_KEY_FILE),
    leaseMs: variables.TOBAN_LEASE,
    providerDeadlineMs: variables.TOBAN_PROVIDER_DEADLINE,
    node: variables.TOBAN_NODE ?? hostname(),
    lang: variables.TOBAN_LANG ?? languageOf(environment),
    config: resolve(cwd, variables.TOBAN_CONFIG),
  };
}

function variablesOf(environment: Environment, overrides: SettingsOverrides): Environment {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
  return {
    ...Object.fromEntries(given),
    ...(overrides.config !== undefined && { TOBAN_CONFIG: overrides.config }),
    ...(overrides.data !== undefined && { TOBAN_DATA: overrides.data }),
    ...(overrides.host !== undefined && { TOBAN_HOST: overrides.host }),
    ...(overrides.port !== undefined && { TOBAN_PORT: String(overrides.port) }),
  };
}

function languageOf(environment: Environment): 'en' | 'ja' {
  const locale = environment['LC_ALL'] || environment['LC_MESSAGES'] || environment['LANG'] || '';
  return locale.startsWith('ja') ? 'ja' : 'en';
}

function isPostgresUrl(text: string): boolean {
  return /^postgres(ql)?:\/\//.test(text) && URL.canParse(text);
}

function invalidSettings(error: z.ZodError): OpsError {
  const problems: Problem[] = error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const told = problems.map((problem) => `${problem.path} ${problem.message}`).join('; ');
  const count = problems.length === 1 ? 'One setting is' : `${problems.length} settings are`;
  return new OpsError('settings.invalid', `${count} wrong: ${told}.`, {
    kind: 'usage',
    problems,
    hint: 'Correct the environment variables (or the flags of toban up) and start again.',
  });
}
