import { z } from 'zod';
import type { Http } from '../fetching/http.ts';
import { SourceError } from '../fetching/source-error.ts';
import type { FeedSetting } from '../settings.ts';
import { parseJson } from './read-reply.ts';

const Entry = z.object({
  path: z.string().min(1),
  title: z.string().default(''),
  /** The one work that the feed is about. */
  series: z.string().nullish(),
  kind: z.enum(['anime', 'manga']).optional(),
});
const Index = z.union([z.array(Entry), z.object({ items: z.array(Entry) }).transform(({ items }) => items)]);

/** The feeds that a JSON index lists, each by its path on the index's own host. */
export async function readFeedIndex(http: Http, url: string): Promise<FeedSetting[]> {
  const entries = parseJson(
    Index,
    await http.call({ url, headers: { accept: 'application/json' } }),
    'the index of feeds',
  );
  return entries.map(({ path, title, series, kind }) => {
    const address = new URL(path, url);
    if (address.origin !== new URL(url).origin)
      throw new SourceError(`the index of feeds names another host: ${address.href}`);
    return {
      name: address.pathname.replace(/^\/(feeds\/)?/, '') + address.search,
      url: address.href,
      kind: kind ?? (/アニメ|anime/i.test(title) ? 'anime' : 'manga'),
      // A shop's or a magazine's feed begins its title with its name.
      platform: series ? '' : (title.split(/\s/u)[0] ?? ''),
      ...(series && { series }),
      enabled: true,
    };
  });
}
