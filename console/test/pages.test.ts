import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { standIn, type Scene } from '../dev/stand-in.ts';

const folder = new URL('..', import.meta.url).pathname;
const shots = process.env['TOBAN_SHOTS'];
const scene: Scene = { user: null, firstAdministrator: false, stop: false, quiet: false };
const server = standIn(scene, `${folder}dist`);
let browser: Browser;
let origin: string;

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

const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

before(async () => {
  await promisify(execFile)('npm', ['run', 'build'], { cwd: folder });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumFlags });
});

after(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});

function signedIn(): void {
  Object.assign(scene, { user: { id: 'u1', name: 'suzuki', role: 'administrator' }, firstAdministrator: false, stop: false });
}

interface Look {
  language: 'ja' | 'en';
  scheme: 'light' | 'dark';
  width?: number;
}

interface Visit {
  page: Page;
  complaints: string[];
  requests: string[];
}

async function opened(context: BrowserContext): Promise<Visit> {
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  return { page, complaints, requests };
}

function contextFor({ language, scheme, width = 1360 }: Look): Promise<BrowserContext> {
  return browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
  });
}

/** The page is there when its heading is and nothing is loading any more. */
async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[role="status"][aria-label="読み込み中"], [role="status"][aria-label="Loading"]') === null);
  await page.waitForTimeout(250);
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n    ')}`);
}

async function keepShot(page: Page, path: string, { language, scheme }: Look): Promise<void> {
  if (shots === undefined) return;
  const name = path.replaceAll(/\W+/g, '-').replace(/^-/, '') || 'overview';
  await page.screenshot({ path: `${shots}/${name}-${language}-${scheme}.png` });
}

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
      assert.deepEqual(requests.filter((url) => !url.startsWith(origin)), [], 'nothing is asked of anybody else');
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
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
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

test('F7: nobody is shown a sign-in, and the first administrator a one-time code', async () => {
  const context = await contextFor({ language: 'en', scheme: 'light' });
  const { page, complaints } = await opened(context);
  for (const firstAdministrator of [true, false]) {
    Object.assign(scene, { user: null, firstAdministrator });
    await page.goto(`${origin}/runs`);
    await settled(page);
    assert.deepEqual(await violations(page), []);
    assert.equal(await page.getByLabel('One-time code').count(), firstAdministrator ? 1 : 0);
  }
  await page.getByLabel('User name').fill('suzuki');
  await page.getByLabel('Password').first().fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test('F7: an operation is found by keyboard, planned, confirmed by its word and followed to its end', async () => {
  signedIn();
  const context = await contextFor({ language: 'en', scheme: 'light' });
  const { page, complaints } = await opened(context);
  await page.goto(origin);
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Find an operation, a page or a service').last().fill('復旧する');
  await page.getByText('Replace a database with one of its backups').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press('Enter');
  await page.getByRole('main').getByLabel('Service').click();
  await page.getByRole('option', { name: /Task manager/ }).click();
  await page.getByLabel('Database').fill('main');
  await page.getByRole('button', { name: 'Check the plan' }).click();
  const confirm = page.getByRole('button', { name: 'Run it' });
  await confirm.waitFor();
  assert.equal(await confirm.isDisabled(), true);
  await page.getByLabel('Type “tasks” to confirm').fill('tasks');
  assert.deepEqual(await violations(page), []);
  await confirm.click();
  await page.getByText('Running').first().waitFor();
  await page.getByText('Succeeded').first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test('F7: the emergency stop needs a reason and one button, then a banner stays until it is cleared', async () => {
  signedIn();
  const context = await contextFor({ language: 'ja', scheme: 'dark' });
  const { page, complaints } = await opened(context);
  await page.goto(`${origin}/services/manga-anime/logs`);
  await settled(page);
  await page.getByRole('banner').getByRole('button', { name: '緊急停止' }).click();
  await page.getByRole('button', { name: '今すぐ停止する' }).click();
  await page.getByText('必須です').waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: '想定外の負荷' }).click();
  await page.getByRole('button', { name: '今すぐ停止する' }).click();
  await page.getByText('実行記録を開く').waitFor();
  await page.reload();
  const banner = page.getByRole('region', { name: '緊急停止中' });
  await banner.getByText('./toban emergency clear').waitFor();
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints, []);
  await context.close();
});
