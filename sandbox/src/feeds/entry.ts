import type { Release } from '../catalogue/release.ts';

/** One item of a feed, whatever the format. */
export type Entry = {
  guid: string;
  title: string;
  link: string;
  at: number;
  summary: string;
  author: string;
  categories: string[];
  image: string;
};
export type Channel = { title: string; link: string; self: string; description: string };

const SITE = 'https://comic.invalid';

export function entryOf(release: Release, title: string): Entry {
  const { series, id, subtitle } = release;
  const link = `${SITE}/${series.id.toLowerCase()}/${release.kind}/${release.number}`;
  return {
    guid: `tag:comic.invalid,2026:${id}`,
    title,
    link,
    at: release.at,
    summary: `<p>「${series.title.replaceAll('<', '&lt;')}」 ${subtitle}</p><p>この作品は架空のものです。${series.adult ? '成人向けの内容を含みます。' : ''}</p>`,
    author: `作者${series.no}`,
    categories: [...series.tags],
    image: `${SITE}/images/${id}.jpg`,
  };
}
