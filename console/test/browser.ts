import axe from 'axe-core';
import type { AddressInfo } from 'node:net';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { buildConsole } from '../../scripts/console-build.ts';
import { standIn, type Scene } from '../dev/stand-in.ts';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const shots = process.env['TOBAN_SHOTS'];
export const scene: Scene = { user: null, firstAdministrator: false, stop: false, quiet: false };
const server = standIn(scene, new URL('../dist', import.meta.url).pathname);
let browser: Browser;

/** Where the console is served with the stand-in's answers, once the tests have begun. */
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

/** One build, one server and one browser for all the tests. */
export async function openBrowser(): Promise<void> {
  await buildConsole();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumFlags });
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
  server.closeAllConnections();
  server.close();
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
}

/** A page with what was said against it, and with the requests that are still under way. */
export interface Visit {
  context: BrowserContext;
  page: Page;
  complaints: string[];
  requests: string[];
  pending: Set<unknown>;
}

export async function visit({ language, scheme }: Look): Promise<Visit> {
  const context = await browser.newContext({
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    colorScheme: scheme,
    reducedMotion: 'reduce',
    viewport: { width: 1360, height: 900 },
  });
  const page = await context.newPage();
  const seen: Visit = { context, page, complaints: [], requests: [], pending: new Set() };
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') seen.complaints.push(message.text());
  });
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  page.on('request', (request) => {
    seen.requests.push(request.url());
    if (request.resourceType() !== 'eventsource') seen.pending.add(request);
  });
  page.on('requestfinished', (request) => seen.pending.delete(request));
  page.on('requestfailed', (request) => seen.pending.delete(request));
  return seen;
}

/** A page has settled when its heading is there, nothing loads, and two frames in a row asked for nothing. */
export async function settled({ page, pending }: Visit): Promise<void> {
  await page.locator('h1').first().waitFor();
  for (let quiet = 0; quiet < 2; quiet = pending.size === 0 ? quiet + 1 : 0) {
    await page.waitForFunction(
      () => document.querySelector('[role="status"]:is([aria-label="読み込み中"], [aria-label="Loading"])') === null,
    );
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }
}

/** Goes to a page as its links do: the application stays, and shows another page. */
export async function goTo(seen: Visit, path: string): Promise<void> {
  await seen.page.evaluate((to) => history.pushState(null, '', to), path);
  await seen.page.locator(`main[data-shown="${path}"]`).waitFor();
  await settled(seen);
}

/** What axe says of the page as it stands, of one rule or of all. It stays in the document for the pages after it. */
export async function violations(page: Page, rule?: string): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (only) => {
    // A colour on its way to another is neither; what turns for ever is not waited for.
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
    const runOnly = only === undefined ? undefined : { type: 'rule' as const, values: [only] };
    const context = { exclude: ['iframe'] };
    const { violations: all } = await window.axe.run(context, {
      resultTypes: ['violations'],
      ...(runOnly && { runOnly }),
    });
    return all.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html.slice(0, 160)) }));
  }, rule);
  return found.map(({ id, where }) => `${id}: ${where.join('\n    ')}`);
}

export async function keepShot(page: Page, path: string, { language, scheme }: Look): Promise<void> {
  if (shots === undefined) return;
  const name = path.replaceAll(/\W+/g, '-').replace(/^-/, '') || 'overview';
  await page.screenshot({ path: `${shots}/${name}-${language}-${scheme}.png` });
}
