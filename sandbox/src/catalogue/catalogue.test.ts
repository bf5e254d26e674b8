import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { startSandbox } from '../index.ts';
import { Catalogue } from './catalogue.ts';
import { DAY_MS, startOfDay } from './japan-time.ts';
import { romajiOf } from './romaji.ts';
import { ANIME_SERIES, extraSeries, MANGA_SERIES, MAX_EXTRAS } from './series.ts';

const NOON = new Date('2026-11-21T12:00:00+09:00');

describe('the catalogue', () => {
  test('has sixty anime and sixty manga, each with its own title and number', () => {
    const all = [
      ...ANIME_SERIES,
      ...MANGA_SERIES,
      ...Array.from({ length: MAX_EXTRAS }, (_, index) => extraSeries(index)),
    ];
    assert.deepEqual([ANIME_SERIES.length, MANGA_SERIES.length], [60, 60]);
    assert.equal(new Set(all.map(({ title }) => title)).size, all.length);
    assert.equal(new Set(all.map(({ no }) => no)).size, all.length);
    for (const { kana, romaji } of all) {
      assert.match(kana, /^[ぁ-んー]+$/);
      assert.match(romaji, /^[A-Za-z ]+$/);
    }
    assert.ok(all.some(({ adult }) => adult));
  });

  test('spells a reading in letters', () => {
    assert.equal(romajiOf('つきよ の とうだいもり'), 'Tsukiyo no Toudaimori');
    assert.equal(romajiOf('ほうかご さかなぶ にっし'), 'Houkago Sakanabu Nisshi');
    assert.equal(romajiOf('じょうれん まっちゃ しゅう'), 'Jouren Matcha Shuu');
  });

  test('every day of a year has new episodes and volumes, the same whenever one looks', () => {
    const catalogue = new Catalogue(() => NOON);
    const ids = new Set<number>();
    let count = 0;
    for (let day = catalogue.today() - 180; day < catalogue.today() + 180; day += 1) {
      const kinds = new Set(catalogue.on(day).map(({ kind }) => kind));
      assert.ok(kinds.has('episode') && kinds.has('volume'), `day ${day}`);
      for (const { id } of catalogue.on(day)) ids.add(id);
      count += catalogue.on(day).length;
    }
    assert.equal(ids.size, count);
    assert.deepEqual(
      new Catalogue(() => new Date(NOON.getTime() + 40 * DAY_MS)).on(catalogue.today()),
      catalogue.on(catalogue.today()),
    );
  });

  test('a number never repeats within a series, a season and a kind', () => {
    const catalogue = new Catalogue(() => NOON);
    const from = startOfDay(catalogue.today());
    const seen = new Set<string>();
    for (const { series, kind, season, number } of catalogue.between(from, from + 365 * DAY_MS)) {
      const name = `${series.id} ${kind} ${season} ${number}`;
      assert.ok(!seen.has(name), name);
      seen.add(name);
    }
  });

  test('today is heavy when asked, and a postponed release keeps its id', async () => {
    await using sandbox = await startSandbox({ now: () => NOON });
    const call = async (path: string, body?: unknown) => {
      const response = await fetch(
        `${sandbox.url}/api/catalogue${path}`,
        body ? { method: 'POST', body: JSON.stringify(body) } : {},
      );
      return (await response.json()) as {
        releases: number;
        id: number;
        at: string;
        was: string;
        items: { id: number; at: string }[];
      };
    };
    assert.ok((await call('', { daily: 250 })).releases >= 250);
    const moved = await call('/postpone', { series: 'A01', minutes: 45 });
    assert.equal(Date.parse(moved.at) - Date.parse(moved.was), 45 * 60_000);
    const later = await call('/postpone', { id: moved.id, date: '2026-12-24' });
    const day = await call('?date=2026-12-24');
    assert.deepEqual(day.items.find(({ id }) => id === moved.id)?.at, later.at);
    assert.equal(
      (await fetch(`${sandbox.url}/api/catalogue/postpone`, { method: 'POST', body: '{"series":"A01"}' })).status,
      400,
    );
  });
});
