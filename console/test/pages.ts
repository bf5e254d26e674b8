import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { goTo, keepShot, type Look, origin, settled, signedIn, type Visit, violations, visit } from './browser.ts';

const pages = [
  '/',
  '/runs',
  '/runs/run_01JD8NA',
  '/runs/run_01JD8Q4',
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

const opposite = { light: 'dark', dark: 'light' } as const;

async function lightAs(seen: Visit, scheme: Look['scheme']): Promise<void> {
  await seen.page.emulateMedia({ colorScheme: scheme });
  await seen.page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor({ state: 'attached' });
  await settled(seen);
}

async function everyPage(look: Look, also: (seen: Visit, path: string) => Promise<void>): Promise<void> {
  signedIn();
  const seen = await visit(look);
  const { page, complaints, requests, context } = seen;
  const other = opposite[look.scheme];
  await page.goto(origin);
  for (const path of pages) {
    await lightAs(seen, look.scheme);
    await goTo(seen, path);
    assert.equal(await page.getAttribute('html', 'lang'), look.language);
    assert.deepEqual(await violations(page), [], path);
    await keepShot(page, path, look);
    await lightAs(seen, other);
    assert.deepEqual(await violations(page, 'color-contrast'), [], `${path}, ${other}`);
    await keepShot(page, path, { ...look, scheme: other });
    await also(seen, path);
  }
  assert.deepEqual(complaints, []);
  const elsewhere = requests.filter((url) => !url.startsWith(origin));
  assert.deepEqual(elsewhere, [], 'nothing is asked of anybody else');
  await context.close();
}

async function staysWithin({ page }: Visit, path: string): Promise<void> {
  await page.setViewportSize({ width: 390, height: 900 });
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wider, 0, `${path} scrolls sideways in a narrow window`);
  assert.deepEqual(await violations(page), [], `${path}, narrow`);
  await page.setViewportSize({ width: 1360, height: 900 });
}

export function pageTests(): void {
  describe('every page', { concurrency: 2 }, () => {
    test('F7: every page in Japanese, wide and narrow, has no accessibility violation and no error', () =>
      everyPage({ language: 'ja', scheme: 'light' }, staysWithin));

    test('F7: every page in English has no accessibility violation and no error', () =>
      everyPage({ language: 'en', scheme: 'dark' }, () => Promise.resolve()));
  });

  test('F7: the first view loads at most 220 kB of JavaScript, gzipped', async () => {
    signedIn();
    const seen = await visit({ language: 'ja', scheme: 'light' });
    const { page, context } = seen;
    const bodies: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (new URL(response.url()).pathname.endsWith('.js')) bodies.push(response.body());
    });
    await page.goto(origin);
    await page.locator('canvas').waitFor();
    await settled(seen);
    const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(total <= 220_000, `${total} bytes in ${sizes.length} files`);
    await context.close();
  });
}
