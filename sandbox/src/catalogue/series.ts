import { romajiOf } from './romaji.ts';
import { readTitles } from './title-table.ts';
import type { TitleRow } from './title-table.ts';
import { PLACES, THINGS } from './words.ts';

export type Series = {
  /** `A01`…, `M01`…, and `X0001`… for those that only fill a heavy day. */
  id: string;
  /** Unique among all series, below 2,048. */
  no: number;
  type: 'anime' | 'manga';
  title: string;
  kana: string;
  romaji: string;
  english: string;
  genres: string[];
  tags: string[];
  adult: boolean;
};

export const MAX_EXTRAS = PLACES.length * THINGS.length;
const MANGA_FROM = 100;
const EXTRAS_FROM = 1024;

export const ANIME_SERIES = readTitles('anime').map((row, index) =>
  seriesOf('anime', `A${String(index + 1).padStart(2, '0')}`, index + 1, row),
);
export const MANGA_SERIES = readTitles('manga').map((row, index) =>
  seriesOf('manga', `M${String(index + 1).padStart(2, '0')}`, MANGA_FROM + index, row),
);

/** The made-up series of a heavy day: every other one is an anime. */
export function extraSeries(index: number): Series {
  const [place, thing] = [
    PLACES[index % PLACES.length],
    THINGS[(index + Math.floor(index / PLACES.length)) % THINGS.length],
  ];
  if (!place || !thing) throw new RangeError(`There are ${MAX_EXTRAS} extra series, not ${index + 1}.`);
  const row: TitleRow = {
    title: `${place[0]}の${thing[0]}`,
    kana: `${place[1]} の ${thing[1]}`,
    english: `${place[2]} ${thing[2]}`,
    genres: 'Slice of Life, Drama',
    tags: 'Short Episodes',
  };
  return seriesOf(
    index % 2 === 0 ? 'anime' : 'manga',
    `X${String(index + 1).padStart(4, '0')}`,
    EXTRAS_FROM + index,
    row,
  );
}

function seriesOf(type: Series['type'], id: string, no: number, row: TitleRow): Series {
  const { title, kana, english, genres } = row;
  const tags = row.tags.split(', ').filter(Boolean);
  return {
    id,
    no,
    type,
    title,
    kana: kana.replaceAll(' ', ''),
    romaji: romajiOf(kana),
    english,
    genres: genres.split(', '),
    tags,
    adult: tags.some((tag) => /R-?18|成人向け/.test(tag)),
  };
}
