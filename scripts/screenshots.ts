/** `npm run screenshots`: the README's pictures. With a folder: every page there, in both languages and both lights. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { openMangaAnime } from '../test/support/manga-anime.ts';
import { buildConsole } from './console-build.ts';

type Look = { locale: 'ja-JP' | 'en-GB'; colorScheme: 'light' | 'dark' };

const SERVICE = '/services/manga-anime';
const TABS = ['deliveries', 'jobs', 'logs', 'checklists', 'runbooks', 'reports', 'manual'];
const PAGES: Record<string, string> = {
  overview: '/',
  service: SERVICE,
  ...Object.fromEntries(TABS.map((tab) => [tab, `${SERVICE}/${tab}`])),
  runs: '/runs',
  audit: '/audit',
  operations: '/operations',
  emergency: '/emergency',
  access: '/access',
};
const BROWSER = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

await buildConsole();
await using opened = await openMangaAnime();
const { toban, sandbox } = opened;
await toban.start();
const failed = await someLife();
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: BROWSER });
try {
  const cookies = await claim(browser);
  const [folder] = process.argv.slice(2);
  await (folder === undefined ? picturesOfReadme(cookies) : everyPage(folder, cookies));
} finally {
  await browser.close();
}

type Cookies = Awaited<ReturnType<typeof claim>>;

/** A good collection, a digest of which one mail is refused, and a collection with a provider down: its run's id. */
async function someLife(): Promise<string> {
  await toban.cli('jobs', 'run', 'manga-anime', 'collect');
  sandbox.addFault({ provider: 'smtp', kind: 'status', at: 'data', status: 550, times: 1, skip: 1 });
  await toban.cli('jobs', 'run', 'manga-anime', 'deliver');
  sandbox.addFault({ provider: 'anilist', kind: 'status', status: 503 });
  await toban.cli('jobs', 'run', 'manga-anime', 'collect');
  const { items } = await toban.json<{ items: { run: string }[] }>('runs', 'list');
  return items[0]?.run as string;
}

async function picturesOfReadme(cookies: Cookies): Promise<void> {
  const images = join(import.meta.dirname, '..', 'docs', 'images');
  const pictures: [string, string, Look][] = [
    ['overview-light', '/', { locale: 'en-GB', colorScheme: 'light' }],
    ['overview-dark-ja', '/', { locale: 'ja-JP', colorScheme: 'dark' }],
    ['deliveries-light-ja', `${SERVICE}/deliveries`, { locale: 'ja-JP', colorScheme: 'light' }],
    ['run-dark', `/runs/${failed}`, { locale: 'en-GB', colorScheme: 'dark' }],
  ];
  await mkdir(images, { recursive: true });
  for (const [name, path, look] of pictures)
    await withPage(cookies, look, (page) => picture(page, path, join(images, `${name}.png`)));
}

async function everyPage(folder: string, cookies: Cookies): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const locale of ['ja-JP', 'en-GB'] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await withPage(cookies, { locale, colorScheme }, async (page) => {
        for (const [name, path] of Object.entries({ ...PAGES, run: `/runs/${failed}` }))
          await picture(page, path, join(folder, `${name}-${locale.slice(0, 2)}-${colorScheme}.png`));
      });
    }
  }
}

async function claim(with_: Browser) {
  const code = /administrator: (\S+)/.exec(toban.output())?.[1] as string;
  const context = await with_.newContext();
  const answer = await context.request.post(`${toban.url}/api/session/first`, {
    data: { code, username: 'hanako', password: 'a long enough one' },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  return context.cookies();
}

async function withPage(cookies: Cookies, look: Look, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    ...look,
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1360, height: 860 },
  });
  await context.addCookies(cookies);
  await act(await context.newPage());
  await context.close();
}

async function picture(page: Page, path: string, file: string): Promise<void> {
  await page.goto(toban.url + path);
  await page.locator('h1').first().waitFor();
  if (path === '/' || path.endsWith('/deliveries')) await page.locator('canvas').first().waitFor();
  await page.waitForTimeout(900);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
}
