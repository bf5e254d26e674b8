import { z } from 'zod';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { DAY_MS } from '../catalogue/japan-time.ts';
import type { Release } from '../catalogue/release.ts';
import { scaleOf } from '../catalogue/routes.ts';
import { json, readInput } from '../http/reply.ts';
import type { Failure, Incoming, Reply, Route } from '../http/route.ts';
import { execute } from './execute.ts';
import type { Node } from './execute.ts';
import { GraphqlError, parseQuery } from './graphql.ts';
import { mediaIdOf, scheduleOf } from './media.ts';
import type { RateLimit } from './rate.ts';

const Body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() });
const Limit = z.strictObject({ anilist: z.int().min(1) });
const Arguments = z.object({
  airingAt_greater: z.number().optional(),
  airingAt_lesser: z.number().optional(),
  mediaId: z.number().optional(),
  mediaId_in: z.array(z.number()).optional(),
  episode: z.number().optional(),
  notYetAired: z.boolean().optional(),
  sort: z.union([z.string(), z.array(z.string())]).optional(),
});
const Paging = z.object({ page: z.int().min(1).nullish(), perPage: z.int().min(1).nullish() });
const PER_PAGE_LIMIT = 50;
const DEFAULT_WINDOW_DAYS = 14;

/** AniList's GraphQL for airing schedules: one client may ask 30 times a minute. */
export function anilistRoutes(catalogue: Catalogue, rate: RateLimit): Route[] {
  return [
    {
      method: 'POST',
      path: '/anilist',
      provider: 'anilist',
      failure,
      handle: (incoming) => answer(incoming, catalogue, rate),
    },
    {
      method: 'POST',
      path: '/api/limits',
      handle: (incoming) => {
        rate.set(readInput(Limit, incoming, '{"anilist": requests per minute}').anilist);
        return { status: 204 };
      },
    },
  ];
}

function answer(incoming: Incoming, catalogue: Catalogue, rate: RateLimit): Reply {
  const pass = rate.pass(incoming.client, catalogue.now());
  if (!pass.ok) return errorReply(429, 'Too Many Requests.', pass.headers);
  const body = bodyOf(incoming);
  if (!body) return errorReply(400, 'The query could not be read.', pass.headers);
  try {
    const root = { Page: (args: Record<string, unknown>) => page(args, catalogue, scaleOf(incoming.query)) };
    return json({ data: execute(parseQuery(body.query), body.variables ?? {}, root) }, 200, pass.headers);
  } catch (error) {
    if (error instanceof GraphqlError) return errorReply(400, error.message, pass.headers);
    if (error instanceof z.ZodError) return errorReply(400, z.prettifyError(error), pass.headers);
    throw error;
  }
}

function bodyOf({ body }: Incoming): z.infer<typeof Body> | null {
  try {
    return Body.safeParse(JSON.parse(body.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** `pageInfo` belongs to the one list of the page, so both look at the same search; its totals are only true here, not there. */
function page(args: Record<string, unknown>, catalogue: Catalogue, scale: number): Node {
  const paging = Paging.parse(args);
  const current = paging.page ?? 1;
  const perPage = Math.min(PER_PAGE_LIMIT, paging.perPage ?? PER_PAGE_LIMIT);
  const info: Node = { total: 0, perPage, currentPage: current, lastPage: 1, hasNextPage: false };
  return {
    pageInfo: info,
    airingSchedules: (wanted: Record<string, unknown>) => {
      const found = search(wanted, catalogue, scale);
      const end = current * perPage;
      Object.assign(info, {
        total: found.length,
        lastPage: Math.max(1, Math.ceil(found.length / perPage)),
        hasNextPage: found.length > end,
      });
      return found.slice(end - perPage, end).map((release) => scheduleOf(release, catalogue.now()));
    },
  };
}

function search(wanted: Record<string, unknown>, catalogue: Catalogue, scale: number): Release[] {
  const given = Arguments.parse(Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null)));
  const now = catalogue.now();
  const from =
    given.airingAt_greater === undefined ? now - DEFAULT_WINDOW_DAYS * DAY_MS : (given.airingAt_greater + 1) * 1000;
  const until = given.airingAt_lesser === undefined ? now + DEFAULT_WINDOW_DAYS * DAY_MS : given.airingAt_lesser * 1000;
  const ids = given.mediaId === undefined ? given.mediaId_in : [given.mediaId];
  const found = catalogue
    .between(from, until, scale)
    .filter((release) => release.kind === 'episode')
    .filter((release) => ids === undefined || ids.includes(mediaIdOf(release)))
    .filter((release) => given.episode === undefined || release.number === given.episode)
    .filter((release) => given.notYetAired === undefined || release.at > now === given.notYetAired);
  const [order] = [given.sort ?? 'ID'].flat();
  if (order === 'TIME') return found;
  return order === 'TIME_DESC' ? found.toReversed() : found.toSorted((a, b) => a.id - b.id);
}

function failure({ kind, status, message }: Failure): Reply {
  const answered = status ?? (kind === 'auth' ? 401 : 500);
  const texts: Record<number, string> = {
    401: 'Invalid token',
    403: 'The AniList API has been temporarily disabled.',
    429: 'Too Many Requests.',
  };
  const headers: Record<string, string> =
    answered === 429 ? { 'retry-after': '60', 'x-ratelimit-limit': '30', 'x-ratelimit-remaining': '0' } : {};
  return errorReply(answered, message ?? texts[answered] ?? 'Internal Server Error', headers);
}

function errorReply(status: number, message: string, headers: Record<string, string>): Reply {
  return json({ data: null, errors: [{ message, status, locations: [{ line: 1, column: 1 }] }] }, status, headers);
}
