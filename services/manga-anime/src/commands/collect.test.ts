import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { testContext, type TestContext } from '../../test/context.ts';
import { jsonAnswer, startSite, type Answer, type Asked, type Site } from '../../test/site.ts';
import { collect } from './collect.ts';

const UNIX = Date.parse('2026-11-21T15:30:00Z') / 1000;

type Media = { native: string; english?: string; isAdult?: boolean; genres?: string[]; tags?: { name: string }[] };

const schedule = (mediaId: number, episode: number, media: Media, airingAt = UNIX) => ({
  id: mediaId * 100 + episode,
  airingAt,
  episode,
  mediaId,
  media: {
    title: { native: media.native, english: media.english ?? null, romaji: null },
    siteUrl: 'https://anilist.co/anime/1',
    ...media,
  },
});
const anilistPage = (airingSchedules: unknown[], hasNextPage = false): Answer =>
  jsonAnswer({ data: { Page: { pageInfo: { hasNextPage }, airingSchedules } } });
const program = (TID: string, Count: string, changes: Record<string, string> = {}) => ({
  TID,
  Count,
  StTime: String(UNIX),
  ChName: 'TOKYO MX',
  Flag: '0',
  Deleted: '0',
  ...changes,
});
const FEED = iconv.encode(
  `<?xml version="1.0" encoding="EUC-JP"?><rss version="2.0"><channel><title>海辺の製図室</title>
   <item><title>[第12話]灯り</title><link>https://example.com/12</link><guid>g12</guid><pubDate>Sat, 21 Nov 2026 00:00:00 +0900</pubDate></item>
   </channel></rss>`,
  'euc-jp',
);

/** Three sources with one work that two of them know. */
function sources(asked: Asked): Answer | undefined {
  if (asked.url.startsWith('/anilist')) return anilistPage([schedule(1, 3, { native: '葬送のフリーレン 第2期' })]);
  if (asked.url.includes('Req=ProgramByDate')) {
    return asked.url.includes('Start=2026-11-20')
      ? jsonAnswer({ Programs: { 91: program('7', '3') } })
      : jsonAnswer({ Programs: [] });
  }
  if (asked.url.includes('Req=TitleMedium')) {
    return jsonAnswer({
      Titles: { 7: { Title: '葬送のフリーレン（第２期）', TitleYomi: 'そうそうのふりーれん', Cat: '1' } },
    });
  }
  if (asked.url === '/rss/1') return { headers: { etag: '"v1"', 'content-type': 'application/rss+xml' }, body: FEED };
  return undefined;
}

function contextFor(site: Site): TestContext {
  const feeds = [{ name: 'one', url: `${site.url}/rss/1`, kind: 'manga', platform: 'web', enabled: true }] as const;
  return testContext({
    variables: { ANILIST_URL: `${site.url}/anilist`, SYOBOI_URL: `${site.url}/syoboi` },
    settings: { feeds: [...feeds] },
  });
}

const rows = (context: TestContext, sql: string): unknown[][] =>
  context.database
    .prepare(sql)
    .all()
    .map((row) => Object.values(row));

test('A25: AniList, Syoboi Calendar and a feed are collected, and what two of them tell is one release', async () => {
  await using site = await startSite(sources);
  const context = contextFor(site);
  const ending = await collect(context);
  assert.equal(ending.outcome, 'success');
  assert.deepEqual(
    rows(
      context,
      'SELECT w.title, w.title_kana, r.number, r.platform, r.release_date FROM releases r JOIN works w ON w.id = r.work_id ORDER BY r.id',
    ),
    [
      ['葬送のフリーレン 第2期', 'そうそうのふりーれん', '3', 'TOKYO MX', '2026-11-22'],
      ['海辺の製図室', null, '12', 'web', '2026-11-21'],
    ],
  );
});

test('A25: collecting again adds nothing, and asks the feed by its ETag', async () => {
  await using site = await startSite((asked) =>
    asked.headers['if-none-match'] === '"v1"' ? { status: 304 } : sources(asked),
  );
  const context = contextFor(site);
  await collect(context);
  const again = await collect(context);
  assert.equal(again.figures['new'], 0);
  assert.equal(site.asked.filter((asked) => asked.url === '/rss/1').at(-1)?.headers['if-none-match'], '"v1"');
  assert.deepEqual(rows(context, "SELECT etag FROM sources WHERE name = 'feed:one'"), [['"v1"']]);
});

test('A25: one dead source makes the run partial, and the others are saved', async () => {
  await using site = await startSite((asked) => (asked.url.startsWith('/anilist') ? { status: 500 } : sources(asked)));
  const context = contextFor(site);
  const ending = await collect(context);
  assert.deepEqual([ending.outcome, ending.figures['new'], ending.figures['failedSources']], ['partial', 2, 1]);
  assert.match(ending.summary, /failed: anilist/);
  assert.equal(site.asked.filter((asked) => asked.url.startsWith('/anilist')).length, 3);
});

test('A25: when every source is dead the run has failed', async () => {
  await using site = await startSite(() => ({ cut: true }));
  const ending = await collect(contextFor(site));
  assert.equal(ending.outcome, 'failure');
});

test('A25: an error that AniList answers with HTTP 200 is an error', async () => {
  const errors = jsonAnswer({ data: null, errors: [{ message: 'Internal error', status: 400 }] });
  await using site = await startSite((asked) => (asked.url.startsWith('/anilist') ? errors : sources(asked)));
  const context = contextFor(site);
  assert.equal((await collect(context)).outcome, 'partial');
  assert.match(
    context.lines.find(({ level }) => level === 'error')?.msg ?? '',
    /anilist failed: AniList answered an error: Internal error/,
  );
});

test('A25: AniList is paged by hasNextPage, and a page that fails keeps those before it', async () => {
  await using site = await startSite((asked) => {
    if (!asked.url.startsWith('/anilist')) return sources(asked);
    const { page } = (JSON.parse(asked.body) as { variables: { page: number } }).variables;
    return page === 3 ? { status: 403 } : anilistPage([schedule(page, 1, { native: `作品その${page}` })], true);
  });
  const context = contextFor(site);
  const ending = await collect(context);
  assert.deepEqual([ending.outcome, ending.figures['new']], ['partial', 4]);
});

test('A25: adult works and NG words are filtered, in every source that tells of the work', async () => {
  let adultKnown = true;
  await using site = await startSite((asked) => {
    if (asked.url.startsWith('/anilist')) {
      if (!adultKnown) return { status: 500 };
      return anilistPage([
        schedule(1, 3, { native: '葬送のフリーレン 第2期', isAdult: true }),
        schedule(2, 1, { native: '花の詩', tags: [{ name: '百合' }] }),
        schedule(3, 1, { native: 'BLEACH', genres: ['Action'] }),
        schedule(4, 1, { native: 'BL学園' }),
      ]);
    }
    return sources(asked);
  });
  const context = contextFor(site);
  await collect(context);
  assert.deepEqual(rows(context, "SELECT title FROM works WHERE type = 'anime'"), [['BLEACH']]);
  adultKnown = false;
  await collect(context);
  assert.deepEqual(
    rows(context, "SELECT title FROM works WHERE type = 'anime'"),
    [['BLEACH']],
    'the programme table alone does not bring it back',
  );
});

test('A25: a host that asks for a long pause is left alone until then', async () => {
  const limited: Answer = { status: 429, headers: { 'retry-after': '60' } };
  await using site = await startSite((asked) => (asked.url.startsWith('/anilist') ? limited : sources(asked)));
  const context = contextFor(site);
  await collect(context);
  await collect(context);
  const calls = (): number => site.asked.filter((asked) => asked.url.startsWith('/anilist')).length;
  assert.equal(calls(), 1);
  context.moveTo('2026-11-21T03:02:00Z');
  await collect(context);
  assert.equal(calls(), 2);
});

test('A25: a source that keeps failing rests, and one good call brings it back', async () => {
  let dead = true;
  await using site = await startSite((asked) =>
    dead && asked.url.startsWith('/anilist') ? { status: 500 } : sources(asked),
  );
  const context = contextFor(site);
  for (let run = 0; run < 4; run += 1) await collect(context);
  const calls = (): number => site.asked.filter((asked) => asked.url.startsWith('/anilist')).length;
  assert.equal(calls(), 9, 'three runs of three attempts, then none');
  context.moveTo('2026-11-21T04:00:00Z');
  await collect(context);
  assert.equal(calls(), 10, 'one trial');
  dead = false;
  context.moveTo('2026-11-21T06:00:00Z');
  assert.equal((await collect(context)).outcome, 'success');
  assert.deepEqual(rows(context, "SELECT consecutive_errors, open_until FROM sources WHERE name = 'anilist'"), [
    [0, null],
  ]);
});

test('A25: a feed that robots.txt closes is not read', async () => {
  await using site = await startSite((asked) =>
    asked.url === '/robots.txt' ? { body: 'User-agent: *\nDisallow: /rss/' } : sources(asked),
  );
  const context = contextFor(site);
  const ending = await collect(context);
  assert.equal(ending.outcome, 'partial');
  assert.equal(site.asked.filter((asked) => asked.url === '/rss/1').length, 0);
});

test('A25: one odd entry of a source does not cost the harvest', async () => {
  await using site = await startSite((asked) => {
    if (!asked.url.startsWith('/anilist')) return sources(asked);
    return anilistPage([
      schedule(1, 1, { native: '\u0000\u0001' }),
      { airingAt: 'soon' },
      schedule(2, 1, { native: '良い作品' }),
    ]);
  });
  const context = contextFor(site);
  const ending = await collect(context);
  assert.deepEqual([ending.outcome, ending.figures['new']], ['success', 3]);
  assert.ok(context.lines.some(({ level, msg }) => level === 'warn' && msg.startsWith('2 entries')));
});
