import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startSandbox } from '../index.ts';
import type { Sandbox } from '../index.ts';

type Schedule = {
  id: number;
  airingAt: number;
  episode: number;
  media: { title: { native: string }; isAdult: boolean };
};
type Body = {
  data: { Page: { pageInfo: { hasNextPage: boolean; total: number }; airingSchedules: Schedule[] } } | null;
  errors?: { message: string; status: number }[];
};

const QUERY = `query ($page: Int = 1, $from: Int, $to: Int) {
  # what a digest needs
  Page(page: $page, perPage: 50) {
    pageInfo { hasNextPage currentPage perPage total lastPage }
    airingSchedules(airingAt_greater: $from, airingAt_lesser: $to, sort: [TIME]) {
      id airingAt episode mediaId
      media { ...Work }
    }
  }
}
fragment Work on Media {
  id isAdult description genres siteUrl
  title { romaji english native } tags { name isMediaSpoiler isAdult } coverImage { large }
  externalLinks { site url type } streamingEpisodes { title url site }
}`;

describe('the AniList stand-in', () => {
  let sandbox: Sandbox;
  let now = new Date('2026-11-21T00:00:00+09:00');
  const from = Date.parse('2026-11-21T00:00:00+09:00') / 1000 - 1;
  const ask = (body: unknown, query = '') =>
    fetch(`${sandbox.url}/anilist${query}`, { method: 'POST', body: JSON.stringify(body) });
  const schedules = async (variables: Record<string, unknown>, query = '') =>
    (await (await ask({ query: QUERY, variables }, query)).json()) as Body;

  before(async () => {
    sandbox = await startSandbox({ now: () => now });
  });
  beforeEach(() => {
    sandbox.clearFaults();
    now = new Date(now.getTime() + 61_000);
  });
  after(() => sandbox.close());

  test('lists a day in order of time, with a total that the day really has', async () => {
    const page = (await schedules({ from, to: from + 86_401 })).data?.Page;
    const times = page?.airingSchedules.map(({ airingAt }) => airingAt) ?? [];
    assert.ok(times.length >= 5);
    assert.deepEqual(
      times,
      [...times].toSorted((a, b) => a - b),
    );
    assert.equal(page?.pageInfo.total, times.length);
    assert.equal(page?.pageInfo.hasNextPage, false);
  });

  test('a heavy day takes several pages, none of them above 50', async () => {
    const variables = { from, to: from + 86_401 };
    const first = (await schedules(variables, '?scale=250')).data?.Page;
    const second = (await schedules({ ...variables, page: 2 }, '?scale=250')).data?.Page;
    assert.equal(first?.airingSchedules.length, 50);
    assert.equal(first?.pageInfo.hasNextPage, true);
    const ids = new Set([...(first?.airingSchedules ?? []), ...(second?.airingSchedules ?? [])].map(({ id }) => id));
    assert.equal(ids.size, 100);
  });

  test('literals and aliases do as well as variables', async () => {
    const query = `{ Page(perPage: 2) { list: airingSchedules(airingAt_greater: ${from}, sort: TIME) { episode __typename } } }`;
    const body = (await (await ask({ query })).json()) as { data: { Page: { list: unknown[] } } };
    assert.equal(body.data.Page.list.length, 2);
  });

  test('a field that does not exist is an error, as is a query that cannot be read', async () => {
    for (const query of ['{ Page { airingSchedules { colour } } }', '{ Page {', 'mutation { x }']) {
      const response = await ask({ query });
      assert.equal(response.status, 400);
      assert.equal(((await response.json()) as Body).errors?.[0]?.status, 400);
    }
  });

  test('the 31st request of a minute is told to wait', async () => {
    for (let count = 1; count <= 30; count += 1) {
      const response = await ask({ query: '{ Page { pageInfo { perPage } } }' });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('x-ratelimit-remaining'), String(30 - count));
    }
    const refused = await ask({ query: QUERY });
    const body = (await refused.json()) as Body;
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '60');
    assert.equal(refused.headers.get('x-ratelimit-reset'), String(now.getTime() / 1000 + 60));
    assert.deepEqual([body.data, body.errors?.[0]?.message], [null, 'Too Many Requests.']);
    now = new Date(now.getTime() + 60_000);
    assert.equal((await ask({ query: QUERY })).status, 200);
  });

  test('an error may come with a 200', async () => {
    sandbox.addFault({ provider: 'anilist', kind: 'graphql-error', times: 1 });
    const response = await ask({ query: QUERY });
    assert.equal(response.status, 200);
    assert.equal(((await response.json()) as Body).data, null);
  });
});
