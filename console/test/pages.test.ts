import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  contextFor,
  keepShot,
  type Look,
  opened,
  origin,
  settled,
  signedIn,
  violations,
  withBrowser,
} from './browser.ts';

withBrowser();

const pages = [
  '/',
  '/runs',
  '/runs/run_01JD8NA',
  '/audit',
  '/emergency',
  '/access',
  '/operations',
  '/operations/backup.restore',
  '/services/manga-anime',
  '/services/manga-anime/deliveries',
  '/services/manga-anime/deliveries?delivery=dlv_01JD8003',
  '/services/manga-anime/jobs',
  '/services/manga-anime/logs',
  '/services/manga-anime/checklists',
  '/services/manga-anime/runbooks',
  '/services/manga-anime/reports',
  '/services/manga-anime/manual',
  '/services/mamapace/jobs',
  '/services/nobody',
  '/nowhere',
];

for (const language of ['ja', 'en'] as const) {
  for (const scheme of ['light', 'dark'] as const) {
    test(`F7: every page in ${language}, ${scheme}, has no accessibility violation and no error`, async () => {
      signedIn();
      const look: Look = { language, scheme };
      const context = await contextFor(look);
      const { page, complaints, requests } = await opened(context);
      for (const path of pages) {
        await page.goto(origin + path);
        await settled(page);
        assert.equal(await page.getAttribute('html', 'lang'), language);
        assert.deepEqual(await violations(page), [], path);
        await keepShot(page, path, look);
      }
      assert.deepEqual(complaints, []);
      assert.deepEqual(
        requests.filter((url) => !url.startsWith(origin)),
        [],
        'nothing is asked of anybody else',
      );
      await context.close();
    });
  }
}

test('F7: a narrow window has no accessibility violation and does not scroll sideways', async () => {
  signedIn();
  const context = await contextFor({ language: 'ja', scheme: 'light', width: 390 });
  const { page } = await opened(context);
  for (const path of pages) {
    await page.goto(origin + path);
    await settled(page);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(wider, 0, path);
    assert.deepEqual(await violations(page), [], path);
  }
  await context.close();
});

test('F7: the first view loads at most 250 kB of JavaScript, gzipped', async () => {
  signedIn();
  const context = await contextFor({ language: 'ja', scheme: 'light' });
  const page = await context.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.endsWith('.js')) bodies.push(response.body());
  });
  await page.goto(origin);
  await settled(page);
  await page.locator('canvas').waitFor();
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total <= 250_000, `${total} bytes in ${sizes.length} files`);
  await context.close();
});
