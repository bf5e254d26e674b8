import { SourceError } from '../fetching/source-error.ts';
import { findNumber } from '../releases/numbers.ts';
import { cleanTitle } from '../releases/normalise.ts';
import type { FeedSetting } from '../settings.ts';
import { dayOf, feedInstant } from '../tokyo.ts';
import { readFeed, type FeedContent, type FeedItem } from './feed-items.ts';
import { decodeFeed } from './feed-text.ts';
import type { CollectTools, Finding, Harvest, Source } from './finding.ts';

/** One RSS, RDF or Atom feed: a publisher's list of episodes, or a shop's of volumes. */
export const feed = (setting: FeedSetting): Source => ({
  name: `feed:${setting.name}`,
  url: setting.url,
  async collect({ http, window, now, validators }: CollectTools) {
    const reply = await http.call({ url: setting.url, validators, robots: true });
    if (reply.status === 304) return { findings: [], malformed: 0, validators };
    const content = readFeed(decodeFeed(reply.bytes, reply.headers.get('content-type')));
    const harvest = harvestOf(setting, content, now);
    if (content.items.length > 0 && harvest.malformed === content.items.length)
      throw new SourceError('no entry of the feed can be read');
    const findings = harvest.findings.filter(({ date }) => date >= window.since && date <= window.until);
    // A later entry comes into the window with the days, not with a new version of the feed.
    const later = harvest.findings.some(({ date }) => date > window.until);
    const fresh = {
      etag: reply.headers.get('etag') ?? undefined,
      lastModified: reply.headers.get('last-modified') ?? undefined,
    };
    return { findings, malformed: harvest.malformed, validators: later ? undefined : fresh };
  },
});

function harvestOf(setting: FeedSetting, content: FeedContent, now: Date): Harvest {
  const harvest: Harvest = { findings: [], malformed: 0 };
  for (const item of content.items) {
    const finding = findingOf(setting, content.title, item, now);
    if (finding) harvest.findings.push(finding);
    else harvest.malformed += 1;
  }
  return harvest;
}

function findingOf(setting: FeedSetting, channel: string, item: FeedItem, now: Date): Finding | undefined {
  const at = item.published === undefined ? now : feedInstant(item.published);
  const { title, subtitle, number, releaseType } = titlesOf(setting, channel, cleanTitle(item.title));
  if (!at || !title) return undefined;
  return {
    source: `feed:${setting.name}`,
    externalId: item.id,
    type: setting.kind,
    title,
    genres: [],
    tags: item.categories,
    adult: false,
    releaseType,
    number,
    subtitle,
    platform: setting.platform,
    date: dayOf(at),
    undated: item.published === undefined,
    at: releaseType === 'episode' && item.published !== undefined ? at : undefined,
    url: item.link,
  };
}

type Titles = Pick<Finding, 'title' | 'subtitle' | 'number' | 'releaseType'>;

/**
 * A publisher's feed has the work in the channel's title and 「[第3話]旅立ち」 in its items; a shop's has the work and the
 * number in each item. What stands before the number tells them apart.
 */
function titlesOf({ series }: FeedSetting, channel: string, item: string): Titles {
  const found = findNumber(item);
  if (!found)
    return { title: cleanTitle(series ?? (channel || item)), subtitle: item, number: '', releaseType: 'episode' };
  const { number, releaseType, before, after } = found;
  const title = cleanTitle(series ?? (before || channel));
  return { title, subtitle: after || undefined, number, releaseType };
}
