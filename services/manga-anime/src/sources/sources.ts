import type { Http } from '../fetching/http.ts';
import type { FeedSetting, Settings } from '../settings.ts';
import { anilist } from './anilist.ts';
import { readFeedIndex } from './feed-index.ts';
import { feed } from './feeds.ts';
import type { Source } from './finding.ts';
import { syoboi } from './syoboi.ts';

/** All enabled sources. A dead index of feeds is a problem of its own and takes no other source with it. */
export async function listSources(settings: Settings, http: Http): Promise<{ sources: Source[]; problem?: Error }> {
  const sources: Source[] = [
    ...(settings.anilist.enabled ? [anilist(settings.anilistUrl)] : []),
    ...(settings.syoboi.enabled ? [syoboi(settings.syoboiUrl, settings.syoboi.categories)] : []),
    ...settings.feeds.filter((setting) => setting.enabled).map((setting) => feed(atBase(setting, settings.feedsBase))),
  ];
  if (!settings.feedsIndex) return { sources };
  try {
    return { sources: [...sources, ...(await readFeedIndex(http, settings.feedsIndex)).map(feed)] };
  } catch (error) {
    return { sources, problem: error as Error };
  }
}

function atBase(setting: FeedSetting, base: string | undefined): FeedSetting {
  if (!base) return setting;
  const { pathname, search } = new URL(setting.url);
  return { ...setting, url: new URL(pathname + search, base).href };
}
