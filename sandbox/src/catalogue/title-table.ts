import { readFileSync } from 'node:fs';

export type TitleRow = { title: string; kana: string; english: string; genres: string; tags: string };

/** A table of invented titles: title, its reading with word spaces, English title, genres, tags; tab-separated under a heading. */
export function readTitles(name: 'anime' | 'manga'): TitleRow[] {
  const lines = readFileSync(new URL(`${name}.tsv`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line) => {
    const [title = '', kana = '', english = '', genres = '', tags = ''] = line.split('\t');
    return { title, kana, english, genres, tags };
  });
}
