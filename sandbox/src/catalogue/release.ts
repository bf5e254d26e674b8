import { dayOf, DAY_MS, MINUTE_MS, startOfDay, weekdayOf } from './japan-time.ts';
import { ANIME_SERIES, extraSeries, MANGA_SERIES } from './series.ts';
import type { Series } from './series.ts';
import { SUBTITLES } from './words.ts';

export type ReleaseKind = 'episode' | 'chapter' | 'volume';
export type Release = {
  /** Stays the same when the release is postponed. */
  id: number;
  series: Series;
  kind: ReleaseKind;
  season: number;
  number: number;
  subtitle: string;
  at: number;
  minutes: number;
  /** The television channel of an episode (see CHANNELS). */
  channel: number;
  platform: string;
  /** When the source last touched its entry. */
  changedAt: number;
};

export const CHANNELS = ['みなとテレビ', '東雲放送', 'テレビ千草', 'BS灯', 'チャンネル銀河湾'] as const;
export const STREAMS = ['アニメ広場', 'ナミ動画', 'とばりチャンネル', 'Hikari Play'] as const;
export const SHOPS = ['ほんの波止場', '本棚市場', '月刊みなと', 'コミック灯台'] as const;
/** Series with a page and a feed of chapters on the web. */
export const WEB_SERIES = MANGA_SERIES.filter((_, index) => index < 24);

const EPOCH = dayOf(Date.UTC(2026, 0, 5));
/** Hours of the broadcasting day: a series at 25.5 is on at half past one the next morning. */
const SLOTS = [17.5, 22, 23, 24, 24.5, 25, 25.5, 23.5, 9.5];
const COURS = [24, 26, 48, 52];
const VOLUME_EVERY_DAYS = 28;
const CHAPTER_OFFSET = 512;
const IDS_PER_DAY = 4096;

/** What comes out on one Japanese day by the timetable; late-night programmes fall into the next morning. Nothing random: the date is the seed. */
export function timetable(day: number, extras: number): Release[] {
  const episodes = ANIME_SERIES.filter((series) => series.no % 7 === weekdayOf(day)).map((series) =>
    episode(series, day),
  );
  const chapters = WEB_SERIES.filter((series) => series.no % 7 === weekdayOf(day)).map((series) =>
    chapter(series, day),
  );
  const volumes = MANGA_SERIES.filter((series) => modulo(day - EPOCH + series.no, VOLUME_EVERY_DAYS) === 0).map(
    (series) => volume(series, day),
  );
  const filling = Array.from({ length: extras }, (_, index) => extra(extraSeries(index), day));
  return [...episodes, ...chapters, ...volumes, ...filling];
}

function episode(series: Series, day: number): Release {
  const cour = COURS[series.no % COURS.length] ?? 24;
  const week = Math.floor((day - EPOCH) / 7) + ((series.no * 5) % cour);
  const at = startOfDay(day) + (SLOTS[Math.floor(series.no / 7) % SLOTS.length] ?? 22) * 60 * MINUTE_MS;
  const platform = STREAMS[series.no % STREAMS.length] ?? STREAMS[0];
  const season = Math.max(1, Math.floor(week / cour) + 1);
  return release(series, day, { kind: 'episode', season, number: modulo(week, cour) + 1, at, platform });
}

function chapter(series: Series, day: number): Release {
  const number = Math.max(1, Math.floor((day - EPOCH) / 7) + 20 + (series.no % 30));
  const at = startOfDay(day) + (series.no % 2 === 0 ? 0 : 12 * 60 * MINUTE_MS);
  return release(series, day, { kind: 'chapter', season: 1, number, at, platform: webOf(series) });
}

function volume(series: Series, day: number): Release {
  const number = Math.max(1, Math.floor((day - EPOCH + series.no) / VOLUME_EVERY_DAYS) - 2);
  return release(series, day, {
    kind: 'volume',
    season: 1,
    number,
    at: startOfDay(day),
    platform: SHOPS[series.no % SHOPS.length] ?? SHOPS[0],
  });
}

function extra(series: Series, day: number): Release {
  const number = Math.max(1, day - EPOCH + 1);
  if (series.type === 'manga')
    return release(series, day, { kind: 'volume', season: 1, number, at: startOfDay(day), platform: SHOPS[0] });
  const at = startOfDay(day) + (7 * 60 + ((series.no * 5) % 960)) * MINUTE_MS;
  return release(series, day, { kind: 'episode', season: 1, number, at, platform: STREAMS[0] });
}

type Essentials = Pick<Release, 'kind' | 'season' | 'number' | 'at' | 'platform'>;

function release(series: Series, day: number, essentials: Essentials): Release {
  return {
    id: day * IDS_PER_DAY + series.no + (essentials.kind === 'chapter' ? CHAPTER_OFFSET : 0),
    series,
    subtitle: SUBTITLES[(series.no * 11 + essentials.number * 7) % SUBTITLES.length] ?? '',
    minutes: 30,
    channel: series.no % CHANNELS.length,
    changedAt: startOfDay(day) - 10 * DAY_MS,
    ...essentials,
  };
}

/** The web magazine of a series, which is also its feed's site. */
export function webOf(series: Series): string {
  return series.no % 2 === 0 ? 'ジャンプ港' : 'みなとコミック';
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
