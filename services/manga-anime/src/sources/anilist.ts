import { z } from 'zod';
import type { Http, Reply } from '../fetching/http.ts';
import { retryAfterMs, SourceError } from '../fetching/source-error.ts';
import { addDays, dayOf, startOf } from '../tokyo.ts';
import type { Finding, Harvest, Source, Window } from './finding.ts';
import { parseJson } from './read-reply.ts';

// A Page may hold one field besides pageInfo, and of pageInfo only hasNextPage is reliable (AniList's own documentation).
const QUERY = `query ($page: Int, $after: Int, $before: Int) {
  Page(page: $page, perPage: 50) {
    pageInfo { hasNextPage }
    airingSchedules(airingAt_greater: $after, airingAt_lesser: $before, sort: [TIME]) {
      id airingAt episode mediaId
      media {
        id title { romaji english native } genres tags { name } isAdult siteUrl
        externalLinks { site url type }
      }
    }
  }
}`;
const MOST_PAGES = 60;

const Schedule = z.object({
  airingAt: z.number().int().positive(),
  episode: z.number().int().nullish(),
  mediaId: z.number().int(),
  media: z.object({
    title: z.object({ romaji: z.string().nullish(), english: z.string().nullish(), native: z.string().nullish() }),
    genres: z.array(z.string().nullable()).nullish(),
    tags: z.array(z.object({ name: z.string() })).nullish(),
    isAdult: z.boolean().nullish(),
    siteUrl: z.string().nullish(),
    externalLinks: z
      .array(z.object({ site: z.string(), url: z.string().nullish(), type: z.string().nullish() }))
      .nullish(),
  }),
});
const Answer = z.object({
  errors: z.array(z.object({ message: z.string(), status: z.number().optional() })).optional(),
  data: z
    .object({
      Page: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), airingSchedules: z.array(z.unknown()) }),
    })
    .nullish(),
});
type Page = { hasNextPage: boolean; schedules: unknown[]; restMs: number };

/** Episodes of anime, by their time on air: https://docs.anilist.co */
export const anilist = (url: string): Source => ({
  name: 'anilist',
  url,
  async collect({ http, window }) {
    const harvest: Harvest = { findings: [], malformed: 0 };
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      try {
        const { schedules, hasNextPage, restMs } = await fetchPage(http, url, page, window);
        for (const schedule of schedules) addFinding(harvest, schedule);
        if (!hasNextPage) return harvest;
        if (restMs > 0) await http.clock.sleep(restMs);
      } catch (error) {
        if (page === 1) throw error;
        return { ...harvest, problem: new SourceError(`page ${page}: ${(error as Error).message}`, { cause: error }) };
      }
    }
    return { ...harvest, problem: new SourceError(`gave up after ${MOST_PAGES} pages: it goes on announcing another`) };
  },
});

async function fetchPage(http: Http, url: string, page: number, { since, until }: Window): Promise<Page> {
  const variables = { page, after: unixSeconds(since) - 1, before: unixSeconds(addDays(until, 1)) };
  for (let attempt = 1; ; attempt += 1) {
    const reply = await http.call({
      url,
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query: QUERY, variables }),
    });
    try {
      return readPage(reply, http.clock.now());
    } catch (error) {
      if (!(error instanceof SourceError) || !error.retryable || attempt >= 3) throw error;
      await http.clock.sleep(error.retryAfterMs ?? 1000);
    }
  }
}

/** AniList reports some failures with HTTP 200. */
function readPage(reply: Reply, now: Date): Page {
  const { errors, data } = parseJson(Answer, reply, 'AniList');
  if (errors?.length) {
    const { message, status = 0 } = errors[0] ?? { message: 'unknown' };
    const waitMs = Math.min(retryAfterMs(reply.headers, now) ?? 1000, 20_000);
    throw new SourceError(`AniList answered an error: ${message}`, {
      retryable: status === 429 || status >= 500,
      retryAfterMs: waitMs,
    });
  }
  if (!data) throw new SourceError('AniList answered neither data nor errors');
  return {
    hasNextPage: data.Page.pageInfo.hasNextPage,
    schedules: data.Page.airingSchedules,
    restMs: restAfter(reply, now),
  };
}

/** Spreads the last few requests of the allowance over the time until it is renewed. */
function restAfter({ headers }: Reply, now: Date): number {
  const remaining = Number(headers.get('x-ratelimit-remaining') ?? Number.NaN);
  if (Number.isNaN(remaining) || remaining > 5) return 0;
  return Math.min(retryAfterMs(headers, now) ?? 60_000, 60_000) / (remaining + 1);
}

function addFinding(harvest: Harvest, raw: unknown): void {
  const parsed = Schedule.safeParse(raw);
  const title =
    parsed.data &&
    (parsed.data.media.title.native ?? parsed.data.media.title.romaji ?? parsed.data.media.title.english);
  if (!parsed.data || !title?.trim()) harvest.malformed += 1;
  else harvest.findings.push(findingOf(parsed.data, title));
}

function findingOf({ airingAt, episode, mediaId, media }: z.infer<typeof Schedule>, title: string): Finding {
  const at = new Date(airingAt * 1000);
  const streaming = media.externalLinks?.find((link) => link.type === 'STREAMING');
  return {
    source: 'anilist',
    externalId: episode == null ? `${mediaId}@${airingAt}` : `${mediaId}:${episode}`,
    type: 'anime',
    title,
    titleEn: media.title.english ?? media.title.romaji ?? undefined,
    officialUrl: media.siteUrl ?? undefined,
    genres: (media.genres ?? []).filter((genre) => genre !== null),
    tags: (media.tags ?? []).map((tag) => tag.name),
    adult: media.isAdult === true,
    releaseType: 'episode',
    number: episode == null ? '' : String(episode),
    platform: streaming?.site ?? '',
    date: dayOf(at),
    at,
    url: streaming?.url ?? media.siteUrl ?? undefined,
  };
}

const unixSeconds = (day: string): number => startOf(day).getTime() / 1000;
