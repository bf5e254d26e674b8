import { z } from 'zod';
import type { Http } from '../fetching/http.ts';
import { SourceError } from '../fetching/source-error.ts';
import type { FeedSetting } from '../settings.ts';
import { parseJson } from './read-reply.ts';

const Entry = z.object({ path: z.string().min(1), platform: z.string().optional(), kind: z.enum(['anime', 'manga']).default('manga') });
const Index = z.union([z.array(Entry), z.object({ items: z.array(Entry) }).transform(({ items }) => items)]);

/** The feeds that a JSON index lists, each by its path on the index's own host. */
export async function readFeedIndex(http: Http, url: string): Promise<FeedSetting[]> {
  const entries = parseJson(Index, await http.call({ url, headers: { accept: 'application/json' } }), 'the index of feeds');
  return entries.map(({ path, platform, kind }) => {
    const address = new URL(path, url);
    if (address.origin !== new URL(url).origin) throw new SourceError(`the index of feeds names another host: ${address.href}`);
    const name = address.pathname.replace(/^\/feeds\//, '').replace(/^\/+/, '') + address.search;
    return { name, url: address.href, kind, platform: platform ?? name.split('/')[0] ?? '', enabled: true };
  });
}
