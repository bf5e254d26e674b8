import { parseFeed } from 'feedsmith';
import { SourceError } from '../fetching/source-error.ts';

export type FeedItem = {
  id: string;
  title: string;
  link?: string | undefined;
  published?: string | undefined;
  categories: string[];
};
export type FeedContent = { title: string; items: FeedItem[] };

/** RSS 2.0, RSS 1.0 (RDF), Atom and JSON Feed brought to one form. */
export function readFeed(text: string): FeedContent {
  if (/^\s*(<!doctype html|<html)/i.test(text)) throw new SourceError('this is a web page, not a feed');
  const parsed = parse(text);
  switch (parsed.format) {
    case 'rss':
      return contentOf(parsed.feed.title, (parsed.feed.items ?? []).map((item) =>
        entry({
          id: item.guid?.value ?? item.link,
          title: item.title,
          link: item.link,
          published: item.pubDate ?? item.dc?.dates?.[0],
          categories: item.categories?.map(({ name }) => name),
        }),
      ));
    case 'rdf':
      return contentOf(parsed.feed.title, (parsed.feed.items ?? []).map((item) =>
        entry({
          id: item.rdf?.about ?? item.link,
          title: item.title,
          link: item.link,
          published: item.dc?.dates?.[0],
          categories: item.dc?.subjects,
        }),
      ));
    case 'atom':
      return contentOf(parsed.feed.title?.value, (parsed.feed.entries ?? []).map((item) =>
        entry({
          id: item.id,
          title: item.title?.value,
          link: alternate(item.links ?? []),
          published: item.published ?? item.updated,
          categories: item.categories?.map(({ term }) => term),
        }),
      ));
    case 'json':
      return contentOf(parsed.feed.title, (parsed.feed.items ?? []).map((item) =>
        entry({ id: item.id, title: item.title, link: item.url, published: item.date_published, categories: item.tags }),
      ));
  }
}

function parse(text: string): ReturnType<typeof parseFeed> {
  try {
    return parseFeed(text);
  } catch (cause) {
    const begins = JSON.stringify(text.slice(0, 60));
    throw new SourceError(`this is no feed that can be read (${(cause as Error).message}); it begins ${begins}`, { cause });
  }
}

const contentOf = (title: string | undefined, items: (FeedItem | undefined)[]): FeedContent => ({
  title: title ?? '',
  items: items.filter((item) => item !== undefined),
});

type Raw = {
  id: string | undefined;
  title: string | undefined;
  link: string | undefined;
  published: unknown;
  categories: (string | undefined)[] | undefined;
};

function entry({ id, title, link, published, categories = [] }: Raw): FeedItem | undefined {
  const text = title?.trim();
  if (!text) return undefined;
  return {
    id: id ?? `${link ?? ''}#${text}`,
    title: text,
    link,
    published: published === undefined ? undefined : String(published),
    categories: categories.filter((category) => category !== undefined),
  };
}

const alternate = (links: { href?: string | undefined; rel?: string | undefined }[]): string | undefined =>
  (links.find((link) => link.rel === undefined || link.rel === 'alternate') ?? links[0])?.href;
