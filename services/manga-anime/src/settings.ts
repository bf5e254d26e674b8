import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Milliseconds = z.number().int().min(0).max(86_400_000);
const HttpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

export const FeedSetting = z.strictObject({
  name: z.string().min(1),
  url: HttpUrl,
  kind: z.enum(['anime', 'manga']),
  platform: z.string().default(''),
  /** The work's title, where the feed does not say it well. */
  series: z.string().min(1).optional(),
  enabled: z.boolean().default(true),
});
export type FeedSetting = z.infer<typeof FeedSetting>;

const Slots = z.tuple([z.int().min(0).max(23), z.int().min(0).max(23), z.int().min(0).max(23)]);

const Config = z.strictObject({
  ngWords: z.array(z.string().trim().min(1, 'must not be empty: it would match every title')).default([]),
  /** Titles to be shown, and compared, as another: `{ "Frieren Season 2": "葬送のフリーレン 第2期" }`. */
  titles: z.record(z.string(), z.string().min(1)).default({}),
  feeds: z
    .array(FeedSetting)
    .refine((feeds) => new Set(feeds.map((feed) => feed.name)).size === feeds.length, 'two feeds have the same name')
    .default([]),
  window: z.strictObject({ pastDays: z.int().min(0).max(90), aheadDays: z.int().min(0).max(90) }),
  anilist: z.strictObject({ enabled: z.boolean() }),
  syoboi: z.strictObject({ enabled: z.boolean(), categories: z.array(z.int()).min(1) }),
  pacing: z.strictObject({ gapMs: Milliseconds, perHost: z.record(z.string(), Milliseconds).default({}) }),
  calls: z.strictObject({
    deadlineMs: z.int().min(100).max(30_000),
    attempts: z.int().min(1).max(5),
    backoffMs: Milliseconds,
    longestWaitMs: z.int().min(0).max(120_000),
    maxBytes: z.int().min(1024).max(67_108_864),
  }),
  breaker: z.strictObject({ failures: z.int().min(1), openMs: Milliseconds, longestOpenMs: Milliseconds }),
  deliver: z.strictObject({
    slots: Slots.refine(([a, b, c]) => a < b && b < c, 'must rise through the day'),
    waitMs: z.int().min(0).max(60_000),
    pollMs: z.int().min(10).max(10_000),
  }),
  serve: z.strictObject({ followMs: z.int().min(100).max(600_000) }),
  userAgent: z.string().min(1),
});

const Port = z.coerce.number().int().min(0).max(65_535);

const Environment = z.object({
  ANILIST_URL: HttpUrl.default('https://graphql.anilist.co'),
  SYOBOI_URL: HttpUrl.default('https://cal.syoboi.jp'),
  MANGA_ANIME_FEEDS: HttpUrl.optional(),
  MANGA_ANIME_FEEDS_URL: HttpUrl.optional(),
  MANGA_ANIME_DATA: z.string().default('data'),
  MANGA_ANIME_DB: z.string().optional(),
  MANGA_ANIME_TO: z
    .string()
    .default('you@example.com')
    .transform((list) => list.split(',').map((address) => address.trim()))
    .pipe(z.array(z.email('must be a mail address, or several with commas between')).min(1)),
  MANGA_ANIME_PORT: Port.default(7720),
});

export type Settings = z.infer<typeof Config> & {
  anilistUrl: string;
  syoboiUrl: string;
  /** Replaces the scheme, host and port of every feed: how a sandbox stands in for the publishers. */
  feedsBase: string | undefined;
  /** A JSON list of feeds to collect besides the configured ones. */
  feedsIndex: string | undefined;
  databasePath: string;
  to: string[];
  port: number;
};

export class SettingsError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(`The settings have ${problems.length} problem(s):\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

type Variables = Record<string, string | undefined>;

/** Configuration file and environment together. Throws one {@link SettingsError} that tells every problem. */
export function loadSettings(folder: string, variables: Variables): Settings {
  const file = path.resolve(folder, variables['MANGA_ANIME_CONFIG'] || 'config.json');
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const environment = Environment.safeParse(set);
  const problems: string[] = [];
  const config = readConfig(file, problems);
  if (!environment.success) problems.push(...problemsOf(environment.error));
  if (!config || !environment.success || problems.length > 0) throw new SettingsError(problems);
  const env = environment.data;
  return {
    ...config,
    anilistUrl: env.ANILIST_URL,
    syoboiUrl: env.SYOBOI_URL,
    feedsBase: env.MANGA_ANIME_FEEDS,
    feedsIndex: env.MANGA_ANIME_FEEDS_URL,
    databasePath: path.resolve(folder, env.MANGA_ANIME_DB ?? path.join(env.MANGA_ANIME_DATA, 'manga-anime.db')),
    to: env.MANGA_ANIME_TO,
    port: env.MANGA_ANIME_PORT,
  };
}

function readConfig(file: string, problems: string[]): z.infer<typeof Config> | undefined {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    problems.push(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  }
  const parsed = Config.safeParse(content);
  if (!parsed.success)
    problems.push(...problemsOf(parsed.error).map((problem) => `${path.basename(file)}: ${problem}`));
  return parsed.data;
}

const problemsOf = (error: z.ZodError): string[] =>
  error.issues.map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`);
