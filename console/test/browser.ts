import { AxeBuilder } from '@axe-core/playwright';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { standIn, type Scene } from '../dev/stand-in.ts';

const folder = new URL('..', import.meta.url).pathname;
const shots = process.env['TOBAN_SHOTS'];
export const scene: Scene = { user: null, firstAdministrator: false, stop: false, quiet: false };
const dist = mkdtempSync(join(tmpdir(), 'toban-console-'));
const server = standIn(scene, dist);
let browser: Browser;

/** Where the console is served, once the tests have begun. */
export let origin: string;

const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Builds the console, serves it with the stand-in's answers, and opens a browser for the tests of one file. */
export function withBrowser(): void {
  before(async () => {
    await build({ root: folder, build: { outDir: dist, emptyOutDir: true }, logLevel: 'warn' });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumFlags });
  });

  after(async () => {
    await browser?.close();
    server.closeAllConnections();
    server.close();
    rmSync(dist, { recursive: true, force: true });
  });
}

export function signedIn(): void {
  Object.assign(scene, {
    user: { id: 'u1', name: 'suzuki', role: 'administrator' },
    firstAdministrator: false,
    stop: false,
  });
}

export interface Look {
  language: 'ja' | 'en';
  scheme: 'light' | 'dark';
  width?: number;
}

export interface Visit {
  page: Page;
  complaints: string[];
  requests: string[];
}

export async function opened(context: BrowserContext): Promise<Visit> {
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

export function contextFor({ language, scheme, width = 1360 }: Look): Promise<BrowserContext> {
  return browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: { width, height: 900 },
  });
}

/** The page is there when its heading is and nothing is loading any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(
    () =>
      document.querySelector('[role="status"][aria-label="読み込み中"], [role="status"][aria-label="Loading"]') ===
      null,
  );
  await page.waitForTimeout(250);
}

export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join('\n    ')}`);
}

export async function keepShot(page: Page, path: string, { language, scheme }: Look): Promise<void> {
  if (shots === undefined) return;
  const name = path.replaceAll(/\W+/g, '-').replace(/^-/, '') || 'overview';
  await page.screenshot({ path: `${shots}/${name}-${language}-${scheme}.png` });
}
