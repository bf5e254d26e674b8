import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { parseFeed } from 'feedsmith';
import { startSandbox } from '../index.ts';
import type { Sandbox } from '../index.ts';

type Listed = { path: string; format: string; encoding: string; series: string | null };

describe('the feeds', () => {
  let sandbox: Sandbox;
  let now = new Date('2026-11-21T12:30:00+09:00');
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(sandbox.url + path, { headers, redirect: 'manual' });

  before(async () => {
    sandbox = await startSandbox({ now: () => now });
  });
  after(() => sandbox.close());

  test('every listed feed is what it says: format, encoding, and items that parse', async () => {
    const feeds = (await (await get('/feeds/')).json()) as Listed[];
    assert.ok(feeds.length >= 8);
    assert.deepEqual(new Set(feeds.map(({ encoding }) => encoding)), new Set(['UTF-8', 'EUC-JP', 'Shift_JIS']));
    for (const { path, format, encoding } of feeds) {
      const source = new TextDecoder(encoding, { fatal: true }).decode(await (await get(path)).arrayBuffer());
      assert.ok(source.startsWith(`<?xml version="1.0" encoding="${encoding}"?>`));
      assert.ok(!source.includes('\uFFFD') && !source.includes('?</'), path);
      const parsed = parseFeed(source);
      assert.equal(parsed.format, format);
      const items =
        ('items' in parsed.feed ? parsed.feed.items : undefined) ??
        ('entries' in parsed.feed ? parsed.feed.entries : undefined);
      assert.ok((items?.length ?? 0) > 0, path);
    }
  });

  test('a volume is named in two ways by two shops', async () => {
    const wide = new TextDecoder('euc-jp').decode(await (await get('/feeds/hatoba/shinkan.rdf')).arrayBuffer());
    const short = new TextDecoder('shift_jis').decode(await (await get('/feeds/ichiba/new.rss')).arrayBuffer());
    const [, title, number] = /<title>([^<(]+)\((\d+)\)<\/title>/.exec(short) ?? [];
    const digits = (number ?? '').replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    assert.ok(wide.includes(`${title}\u3000第${digits}巻`));
  });

  test('an unchanged feed is 304, by tag and by date, until something new comes out', async () => {
    const path = '/feeds/hiroba/atom.xml';
    const first = await get(path);
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    assert.equal((await get(path, { 'if-none-match': etag })).status, 304);
    assert.equal((await get(path, { 'if-modified-since': modified })).status, 304);
    assert.equal((await get(path, { 'if-none-match': '"other"', 'if-modified-since': modified })).status, 200);
    now = new Date('2026-11-22T12:30:00+09:00');
    assert.equal((await get(path, { 'if-none-match': etag, 'if-modified-since': modified })).status, 200);
  });

  test('some addresses misbehave: dead, garbage, moved', async () => {
    assert.equal((await get('/feeds/dead')).status, 500);
    const garbage = await (await get('/feeds/garbage')).text();
    assert.throws(() => parseFeed(garbage));
    assert.equal((await get('/feeds/moved')).headers.get('location'), '/feeds/hiroba/atom.xml');
    assert.match(await (await get('/robots.txt')).text(), /User-agent: \*/);
    assert.equal((await get('/feeds/none')).status, 404);
  });
});
