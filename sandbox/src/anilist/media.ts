import type { Release } from '../catalogue/release.ts';
import { englishTitle, nativeTitle, romajiTitle } from '../catalogue/titles.ts';
import type { Node } from './execute.ts';

const HOST = 'https://anilist.invalid';

/** A schedule entry with its media, as AniList's schema names the fields. */
export function scheduleOf(release: Release, now: number): Node {
  const airingAt = Math.floor(release.at / 1000);
  const media = mediaOf(release);
  return {
    id: release.id,
    airingAt,
    timeUntilAiring: airingAt - Math.floor(now / 1000),
    episode: release.number,
    mediaId: media['id'],
    media,
  };
}

export function mediaIdOf({ series, season }: Release): number {
  return 100_000 + series.no * 50 + season;
}

function mediaOf(release: Release): Node {
  const { series, season, platform } = release;
  const id = mediaIdOf(release);
  const watch = `https://stream.invalid/${series.id.toLowerCase()}`;
  const cover = `https://img.invalid/cover/${id}.jpg`;
  return {
    id,
    idMal: null,
    type: 'ANIME',
    format: series.id.startsWith('X') ? 'TV_SHORT' : 'TV',
    status: 'RELEASING',
    title: titleOf(release),
    synonyms: [series.kana],
    genres: series.genres,
    tags: series.tags.map((name, index) => tagOf(name, index, series.adult)),
    isAdult: series.adult,
    description: `${series.english} — a made-up series.<br><br>「${nativeTitle(series, season)}」は架空の作品です。`,
    siteUrl: `${HOST}/anime/${id}`,
    coverImage: { extraLarge: cover, large: cover, medium: cover, color: '#0b6e69' },
    bannerImage: null,
    duration: release.minutes,
    externalLinks: [
      {
        id: id * 10,
        site: 'Official Site',
        url: `https://works.invalid/${series.id.toLowerCase()}`,
        type: 'INFO',
        language: 'Japanese',
      },
      { id: id * 10 + 1, site: platform, url: watch, type: 'STREAMING', language: 'Japanese' },
    ],
    streamingEpisodes: [
      {
        title: `Episode ${release.number} - ${release.subtitle}`,
        thumbnail: cover,
        url: `${watch}/${release.number}`,
        site: platform,
      },
    ],
  };
}

function titleOf({ series, season }: Release): Node {
  const romaji = romajiTitle(series, season);
  return { romaji, english: englishTitle(series, season), native: nativeTitle(series, season), userPreferred: romaji };
}

function tagOf(name: string, index: number, adult: boolean): Node {
  const category = adult ? 'Sexual Content' : 'Theme';
  const isAdult = /R-?18|成人向け/.test(name);
  return {
    id: 1000 + index,
    name,
    category,
    rank: 90 - index * 10,
    isMediaSpoiler: name === 'Tragedy',
    isGeneralSpoiler: name === 'Tragedy',
    isAdult,
  };
}
