import type { Catalogue } from '../catalogue/catalogue.ts';
import { DAY_MS, startOfDay } from '../catalogue/japan-time.ts';
import { SHOPS, STREAMS, WEB_SERIES, webOf } from '../catalogue/release.ts';
import type { Release } from '../catalogue/release.ts';
import type { Series } from '../catalogue/series.ts';
import { streamTitle, volumeTitle, volumeTitleShort, volumeTitleWide } from '../catalogue/titles.ts';
import { entryOf } from './entry.ts';
import type { Channel, Entry } from './entry.ts';
import type { Format } from './formats.ts';

export type Feed = {
  path: string;
  format: Format;
  encoding: 'UTF-8' | 'EUC-JP' | 'Shift_JIS';
  title: string;
  /** Title of the one series, or null for a feed of many. */
  series: string | null;
  entries: (catalogue: Catalogue, scale: number) => Entry[];
};

const PAST_DAYS = 14;
const AHEAD_DAYS = 7;
const CHAPTERS_KEPT = 12;

/** A series' own feed: `[第12話]灯りの名前`, newest first, only what is already out. */
function chapterFeed(series: Series, index: number): Feed {
  const site = webOf(series) === 'ジャンプ港' ? 'jump' : 'minato';
  const entries = (catalogue: Catalogue): Entry[] =>
    catalogue
      .between(catalogue.now() - CHAPTERS_KEPT * 7 * DAY_MS, catalogue.now() + 1)
      .filter((release) => release.kind === 'chapter' && release.series.id === series.id)
      .map((release) => entryOf(release, `[第${release.number}話]${release.subtitle}`))
      .toReversed();
  return {
    path: `/feeds/${site}/rss/series/${1001 + index}`,
    format: 'rss',
    encoding: 'UTF-8',
    title: series.title,
    series: series.title,
    entries,
  };
}

type Shelf = { select: (release: Release) => boolean; title: (release: Release) => string; aheadDays: number };

function shelfFeed(feed: Omit<Feed, 'entries' | 'series'>, { select, title, aheadDays }: Shelf): Feed {
  const entries = (catalogue: Catalogue, scale: number): Entry[] => {
    const from = startOfDay(catalogue.today() - PAST_DAYS);
    const until = aheadDays > 0 ? startOfDay(catalogue.today() + aheadDays + 1) : catalogue.now() + 1;
    const found = catalogue.between(from, until, scale).filter(select);
    return found.map((release) => entryOf(release, title(release))).toReversed();
  };
  return { ...feed, series: null, entries };
}

const isVolume = ({ kind }: Release) => kind === 'volume';

export const FEEDS: readonly Feed[] = [
  ...WEB_SERIES.map(chapterFeed),
  shelfFeed(
    { path: '/feeds/hatoba/shinkan.rdf', format: 'rdf', encoding: 'EUC-JP', title: `${SHOPS[0]} 新刊案内` },
    { select: isVolume, title: volumeTitleWide, aheadDays: AHEAD_DAYS },
  ),
  shelfFeed(
    { path: '/feeds/ichiba/new.rss', format: 'rss', encoding: 'Shift_JIS', title: `${SHOPS[1]} 今日の新刊` },
    { select: (release) => isVolume(release) && release.series.no % 2 === 0, title: volumeTitleShort, aheadDays: 0 },
  ),
  shelfFeed(
    { path: '/feeds/gekkan/comics.rss', format: 'rss', encoding: 'UTF-8', title: `${SHOPS[2]} コミックス` },
    {
      select: (release) => isVolume(release) && release.platform === SHOPS[2],
      title: volumeTitle,
      aheadDays: AHEAD_DAYS,
    },
  ),
  shelfFeed(
    { path: '/feeds/hiroba/atom.xml', format: 'atom', encoding: 'UTF-8', title: `${STREAMS[0]} 新着エピソード` },
    { select: ({ kind, platform }) => kind === 'episode' && platform === STREAMS[0], title: streamTitle, aheadDays: 0 },
  ),
  shelfFeed(
    { path: '/feeds/minato/index.rdf', format: 'rdf', encoding: 'UTF-8', title: 'みなとコミック 更新情報' },
    {
      select: ({ kind, series }) => kind === 'chapter' && webOf(series) === 'みなとコミック',
      title: ({ series, number, subtitle }) => `${series.title} 第${number}話「${subtitle}」`,
      aheadDays: 0,
    },
  ),
];

export function channelOf(feed: Feed, origin: string): Channel {
  return {
    title: feed.title,
    link: `https://comic.invalid${feed.path}`,
    self: `${origin}${feed.path}`,
    description: `${feed.title}（サンドボックスの架空データ）`,
  };
}
