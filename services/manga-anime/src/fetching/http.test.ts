import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { testContext } from '../../test/context.ts';
import { startSite, type Answer } from '../../test/site.ts';
import { createHttp } from './http.ts';
import { createPacing } from './pacing.ts';
import { retryAfterMs, type SourceError } from './source-error.ts';

function httpFor(changes: Partial<ReturnType<typeof testContext>['settings']['calls']> = {}) {
  const { clock, settings } = testContext();
  return { clock, http: createHttp(clock, { ...settings, calls: { ...settings.calls, ...changes } }) };
}

test('A25: a busy source is asked again, not before its Retry-After', async () => {
  const answers: Answer[] = [{ status: 503, headers: { 'retry-after': '7' } }, { body: 'ok' }];
  await using site = await startSite(() => answers.shift());
  const { http, clock } = httpFor();
  const before = clock.now().getTime();
  assert.equal((await http.call({ url: site.url })).status, 200);
  assert.ok(clock.now().getTime() - before >= 7000);
});

test('A25: a refusal is not asked again', async () => {
  await using site = await startSite(() => ({ status: 403 }));
  await assert.rejects(httpFor().http.call({ url: site.url }), /answered 403/);
  assert.equal(site.asked.length, 1);
});

test('A25: a source that hangs is given up at the deadline', async () => {
  await using site = await startSite(async () => {
    await sleep(3000, undefined, { ref: false });
    return { body: 'late' };
  });
  const { http } = httpFor({ deadlineMs: 150, attempts: 1 });
  await assert.rejects(http.call({ url: site.url }), /did not answer within 150 ms/);
});

test('A25: a reply without end is cut at the byte cap', async () => {
  await using site = await startSite(() => ({ body: 'x'.repeat(5000) }));
  await assert.rejects(httpFor({ maxBytes: 1024 }).http.call({ url: site.url }), /larger than the 1024 bytes/);
  assert.equal(site.asked.length, 1);
});

test('A25: a host that is not there says so', async () => {
  const { http } = httpFor({ attempts: 1 });
  await assert.rejects(
    http.call({ url: 'http://127.0.0.1:1/' }),
    (error: SourceError) => error.retryable && /could not be reached/.test(error.message),
  );
});

test('A25: calls to one host keep their distance, and hosts do not wait for each other', async () => {
  const { clock } = testContext();
  const pacing = createPacing(clock, 1000, { 'fast.example': 10 });
  const start = clock.now().getTime();
  await pacing.turn('a.example');
  await pacing.turn('b.example');
  assert.equal(clock.now().getTime() - start, 0);
  await pacing.turn('a.example');
  assert.equal(clock.now().getTime() - start, 1000);
  pacing.keepCrawlDelay('a.example', 5000);
  await pacing.turn('a.example');
  assert.equal(clock.now().getTime() - start, 6000);
  pacing.keepCrawlDelay('fast.example:80', 5000);
  await pacing.turn('fast.example:80');
  await pacing.turn('fast.example:80');
  assert.equal(clock.now().getTime() - start, 6010);
});

const now = new Date('2026-11-21T03:00:00Z');
const HEADERS: [Record<string, string>, number | undefined][] = [
  [{ 'retry-after': '30' }, 30_000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 03:01:00 GMT' }, 60_000],
  [{ 'retry-after': 'Sat, 21 Nov 2026 02:00:00 GMT' }, 0],
  [{ 'x-ratelimit-reset': String(now.getTime() / 1000 + 45) }, 45_000],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
];

for (const [headers, expected] of HEADERS) {
  test(`A25: ${JSON.stringify(headers)} means ${expected ?? 'no'} ms`, () =>
    assert.equal(retryAfterMs(new Headers(headers), now), expected));
}
