import { japanIso, rssDate } from '../catalogue/japan-time.ts';
import { elements, escapeXml } from '../http/xml.ts';
import type { Channel, Entry } from './entry.ts';

export const FORMATS = ['rss', 'rdf', 'atom'] as const;
export type Format = (typeof FORMATS)[number];

export function renderFeed(format: Format, encoding: string, channel: Channel, entries: Entry[]): string {
  const body = { rss: renderRss, rdf: renderRdf, atom: renderAtom }[format](channel, entries);
  return `<?xml version="1.0" encoding="${encoding}"?>\n${body}\n`;
}

/** RSS 2.0 in the manner of GigaViewer: the series is the channel, the item is the episode. */
function renderRss(channel: Channel, entries: Entry[]): string {
  const items = entries.map((entry) => {
    const head = elements({ title: entry.title, link: entry.link });
    const categories = entry.categories.map((name) => elements({ category: name })).join('');
    const enclosure = `<enclosure url="${escapeXml(entry.image)}" length="0" type="image/jpeg"/>`;
    const rest = elements({ pubDate: rssDate(entry.at), description: entry.summary, author: entry.author });
    return `<item>${head}<guid isPermaLink="false">${escapeXml(entry.guid)}</guid>${rest}${enclosure}${categories}</item>`;
  });
  const head = elements({ title: channel.title, link: channel.link, description: channel.description, language: 'ja' });
  return `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>${head}\n${items.join('\n')}\n</channel></rss>`;
}

/** RSS 1.0: the items stand beside the channel and are dated by Dublin Core. */
function renderRdf(channel: Channel, entries: Entry[]): string {
  const list = entries.map((entry) => `<rdf:li rdf:resource="${escapeXml(entry.link)}"/>`).join('');
  const items = entries.map((entry) => {
    const fields = elements({
      title: entry.title,
      link: entry.link,
      description: entry.summary.replace(/<[^>]*>/g, ' ').trim(),
    });
    const subjects = entry.categories.map((name) => elements({ 'dc:subject': name })).join('');
    const dates = elements({ 'dc:date': japanIso(entry.at), 'dc:creator': entry.author, 'dc:identifier': entry.guid });
    return `<item rdf:about="${escapeXml(entry.link)}">${fields}${dates}${subjects}</item>`;
  });
  const head = elements({ title: channel.title, link: channel.link, description: channel.description });
  const spaces =
    'xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"';
  return `<rdf:RDF ${spaces}><channel rdf:about="${escapeXml(channel.self)}">${head}<items><rdf:Seq>${list}</rdf:Seq></items></channel>\n${items.join('\n')}\n</rdf:RDF>`;
}

/** Atom (RFC 4287). */
function renderAtom(channel: Channel, entries: Entry[]): string {
  const items = entries.map((entry) => {
    const categories = entry.categories.map((name) => `<category term="${escapeXml(name)}"/>`).join('');
    const dates = elements({ updated: japanIso(entry.at), published: japanIso(entry.at) });
    const head = elements({ id: entry.guid, title: entry.title });
    const link = `<link rel="alternate" href="${escapeXml(entry.link)}"/>`;
    return `<entry>${head}${link}${dates}<author>${elements({ name: entry.author })}</author>${categories}<summary type="html">${escapeXml(entry.summary)}</summary></entry>`;
  });
  const head = elements({ id: channel.self, title: channel.title, updated: japanIso(entries[0]?.at ?? 0) });
  const links = `<link rel="self" href="${escapeXml(channel.self)}"/><link rel="alternate" href="${escapeXml(channel.link)}"/>`;
  return `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">${head}${links}\n${items.join('\n')}\n</feed>`;
}
