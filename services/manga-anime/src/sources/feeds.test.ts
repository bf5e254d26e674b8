import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { NOW, testContext } from '../../test/context.ts';
import { startSite, type Answer } from '../../test/site.ts';
import { createHttp, type Validators } from '../fetching/http.ts';
import type { FeedSetting } from '../settings.ts';
import { decodeFeed } from './feed-text.ts';
import { feed } from './feeds.ts';

const WINDOW = { since: '2026-11-14', until: '2026-11-28' };

async function harvest(answer: Answer, setting: Partial<FeedSetting> = {}, validators?: Validators) {
  await using site = await startSite(({ url }) => (url === '/feed' ? answer : undefined));
  const context = testContext();
  const source = feed({ name: 'x', url: `${site.url}/feed`, kind: 'manga', platform: '', enabled: true, ...setting });
  return await source.collect({
    http: createHttp(context.clock, context.settings),
    window: WINDOW,
    now: NOW,
    validators,
  });
}

const RSS = (encoding: string, date = 'Sat, 21 Nov 2026 12:00:00 +0900'): string =>
  `<?xml version="1.0" encoding="${encoding}"?><rss version="2.0"><channel><title>海辺の製図室</title>
  <item><title>[第12話]灯り &amp; 影</title><link>https://example.com/12</link><guid>g</guid><pubDate>${date}</pubDate><category>R18</category></item>
  </channel></rss>`;
const RDF = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://example.com/"><title>本屋 新刊案内</title></channel>
  <item rdf:about="https://example.com/v3"><title>海辺の製図室　第３巻</title><link>https://example.com/v3</link>
  <dc:date>2026-11-21T00:00:00+09:00</dc:date></item></rdf:RDF>`;
const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom"><title>アニメ広場</title><id>i</id><updated>2026-11-21T00:00:00Z</updated>
  <entry><title>月夜の灯台守 Season 2 #3 灯り</title><id>x</id><link rel="self" href="https://example.com/self"/>
  <link rel="alternate" href="https://example.com/3"/><published>2026-11-21T00:00:00Z</published><updated>2026-11-22T00:00:00Z</updated></entry></feed>`;

test('A25: RSS 2.0 of a publisher: the channel is the work, the item is the episode', async () => {
  const { findings } = await harvest({ body: RSS('UTF-8') });
  const [one] = findings;
  assert.deepEqual(
    [one?.title, one?.number, one?.releaseType, one?.subtitle, one?.date, one?.tags],
    ['海辺の製図室', '12', 'episode', '灯り & 影', '2026-11-21', ['R18']],
  );
});

test('A25: RSS 1.0 (RDF) of a shop: the item has the work and the volume', async () => {
  const { findings } = await harvest({ body: RDF });
  assert.deepEqual(
    [findings[0]?.title, findings[0]?.number, findings[0]?.releaseType],
    ['海辺の製図室', '3', 'volume'],
  );
});

test('A25: Atom of a streaming service', async () => {
  const { findings } = await harvest({ body: ATOM }, { kind: 'anime' });
  const [one] = findings;
  assert.deepEqual(
    [one?.title, one?.number, one?.subtitle, one?.url],
    ['月夜の灯台守 Season 2', '3', '灯り', 'https://example.com/3'],
  );
});

const ENCODED: [string, Uint8Array, string | null][] = [
  ['EUC-JP by its prolog', iconv.encode(RSS('EUC-JP'), 'euc-jp'), null],
  [
    'Shift_JIS by its prolog, whatever Content-Type says',
    iconv.encode(RSS('Shift_JIS'), 'shift_jis'),
    'text/xml; charset=utf-8',
  ],
  ['EUC-JP by Content-Type', iconv.encode(RSS('x').replace(/<\?.*\?>/, ''), 'euc-jp'), 'text/xml; charset=euc-jp'],
  ['Shift_JIS that says nothing', iconv.encode(RSS('x').replace(/<\?.*\?>/, ''), 'shift_jis'), null],
  ['EUC-JP that claims UTF-8', iconv.encode(RSS('UTF-8'), 'euc-jp'), 'text/xml; charset=utf-8'],
  ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${RSS('UTF-8')}`), null],
];

for (const [name, bytes, contentType] of ENCODED) {
  test(`A25: a feed in ${name} is read`, () => assert.match(decodeFeed(bytes, contentType), /海辺の製図室[^]*灯り/));
}

const GARBAGE: [string, Answer, RegExp][] = [
  ['a web page', { body: '<!doctype html><p>404</p>' }, /a web page, not a feed/],
  ['words', { body: 'Service temporarily down' }, /no feed that can be read.*begins "Service temporarily down"/],
  [
    'bytes',
    { body: Buffer.from([0x89, 0x50, 0xff, 0xfe, 0x00, 0xc3, 0xff]) },
    /no encoding known here|no feed that can be read/,
  ],
  ['nothing', { body: '' }, /no feed that can be read/],
  ['dates that are none', { body: RSS('UTF-8', 'soon') }, /no entry of the feed can be read/],
];

for (const [name, answer, message] of GARBAGE) {
  test(`A25: a feed of ${name} is a clear error`, async () => {
    await assert.rejects(harvest(answer), message);
  });
}

test('A25: what comes out later keeps the feed from being asked conditionally', async () => {
  const headers = { etag: '"1"' };
  assert.deepEqual((await harvest({ body: RSS('UTF-8'), headers })).validators?.etag, '"1"');
  const later = await harvest({ body: RSS('UTF-8', 'Sat, 12 Dec 2026 12:00:00 +0900'), headers });
  assert.deepEqual([later.findings.length, later.validators], [0, undefined]);
});
