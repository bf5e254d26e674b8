import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { scaleOf } from '../catalogue/routes.ts';
import { json, text } from '../http/reply.ts';
import type { Failure, Incoming, Reply, Route } from '../http/route.ts';
import { channelOf, FEEDS } from './feeds.ts';
import type { Feed } from './feeds.ts';
import { renderFeed } from './formats.ts';

const TYPES = { rss: 'application/rss+xml', rdf: 'application/rdf+xml', atom: 'application/atom+xml' };
const ROBOTS = 'User-agent: *\nDisallow: /feeds/private/\nCrawl-delay: 1\n';
const GARBAGE = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff, 0xfe]),
  Buffer.from('<html><body>not a feed <item><title>'),
  Buffer.alloc(512, 0xc3),
]);

/** The publishers' feeds: conditional requests, old encodings, and three that misbehave on purpose. */
export function feedRoutes(catalogue: Catalogue): Route[] {
  const route = (path: string, handle: Route['handle']): Route => ({
    method: 'GET',
    path,
    provider: 'feeds',
    failure,
    handle,
  });
  return [
    { method: 'GET', path: '/robots.txt', handle: () => text(ROBOTS) },
    {
      method: 'GET',
      path: '/feeds',
      handle: () =>
        json(FEEDS.map(({ path, format, encoding, title, series }) => ({ path, format, encoding, title, series }))),
    },
    ...FEEDS.map((feed) => route(feed.path, (incoming) => answer(incoming, feed, catalogue))),
    route('/feeds/dead', () => text('Internal Server Error', 500)),
    route('/feeds/garbage', () => ({ status: 200, headers: { 'content-type': 'application/rss+xml' }, body: GARBAGE })),
    route('/feeds/moved', () => text('Moved Permanently', 301, { location: '/feeds/hiroba/atom.xml' })),
  ];
}

function answer({ headers, query }: Incoming, feed: Feed, catalogue: Catalogue): Reply {
  const entries = feed.entries(catalogue, scaleOf(query));
  const body = iconv.encode(
    renderFeed(feed.format, feed.encoding, channelOf(feed, `http://${headers.host ?? 'sandbox'}`), entries),
    feed.encoding,
  );
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const newest = Math.min(catalogue.now(), Math.max(0, ...entries.map(({ at }) => at)));
  const modified = new Date(newest).toUTCString();
  const validators = { etag, 'last-modified': modified, 'cache-control': 'max-age=0, must-revalidate' };
  if (isFresh(headers, etag, modified)) return { status: 304, headers: validators };
  return {
    status: 200,
    headers: { ...validators, 'content-type': `${TYPES[feed.format]}; charset=${feed.encoding}` },
    body,
  };
}

/** RFC 9110: an If-None-Match wins over an If-Modified-Since. */
function isFresh(headers: Incoming['headers'], etag: string, modified: string): boolean {
  const tags = headers['if-none-match'];
  if (tags !== undefined)
    return tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag || tag.trim() === '*');
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && Date.parse(modified) <= since;
}

function failure({ kind, status, message }: Failure): Reply {
  const answered = status ?? (kind === 'auth' ? 403 : 503);
  return text(message ?? `Error ${answered}`, answered);
}
