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

type Parsed = ReturnType<typeof parseFeed>;
type FeedOf<Format extends Parsed['format']> = Extract<Parsed, { format: Format }>['feed'];

/** RSS 2.0, RSS 1.0 (RDF), Atom and JSON Feed brought to one form. */
export function readFeed(text: string): FeedContent {
  if (/^\s*(<!doctype html|<html)/i.test(text)) throw new SourceError('this is a web page, not a feed');
  const parsed = parse(text);
  switch (parsed.format) {
    case 'rss':
      return contentOf(parsed.feed.title, parsed.feed.items?.map(rssItem));
    case 'rdf':
      return contentOf(parsed.feed.title, parsed.feed.items?.map(rdfItem));
    case 'atom':
      return contentOf(parsed.feed.title?.value, parsed.feed.entries?.map(atomEntry));
    case 'json':
      return contentOf(parsed.feed.title, parsed.feed.items?.map(jsonItem));
  }
}

type RssItem = NonNullable<FeedOf<'rss'>['items']>[number];
const rssItem = (item: RssItem): FeedItem | undefined =>
  entry({
    id: item.guid?.value ?? item.link,
    title: item.title,
    link: item.link,
    published: item.pubDate ?? item.dc?.dates?.[0],
    categories: item.categories?.map(({ name }) => name),
  });

type RdfItem = NonNullable<FeedOf<'rdf'>['items']>[number];
const rdfItem = ({ rdf, title, link, dc }: RdfItem): FeedItem | undefined =>
  entry({ id: rdf?.about ?? link, title, link, published: dc?.dates?.[0], categories: dc?.subjects });

type AtomEntry = NonNullable<FeedOf<'atom'>['entries']>[number];
const atomEntry = (item: AtomEntry): FeedItem | undefined =>
  entry({
    id: item.id,
    title: item.title?.value,
    link: alternate(item.links ?? []),
    published: item.published ?? item.updated,
    categories: item.categories?.map(({ term }) => term),
  });

type JsonItem = NonNullable<FeedOf<'json'>['items']>[number];
const jsonItem = ({ id, title, url, date_published: published, tags }: JsonItem): FeedItem | undefined =>
  entry({ id, title, link: url, published, categories: tags });

function parse(text: string): Parsed {
  try {
    return parseFeed(text);
  } catch (cause) {
    const begins = JSON.stringify(text.slice(0, 60));
    throw new SourceError(`this is no feed that can be read (${(cause as Error).message}); it begins ${begins}`, {
      cause,
    });
  }
}

const contentOf = (title: string | undefined, items: (FeedItem | undefined)[] = []): FeedContent => ({
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
