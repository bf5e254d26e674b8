/** `npm run screenshots [FOLDER]`: the console on real data, in both languages and both lights. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { openMangaAnime } from '../test/support/manga-anime.ts';
import { buildConsole } from './console-build.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'docs', 'images');
const PAGES: Record<string, string> = {
  overview: '/',
  service: '/services/manga-anime',
  deliveries: '/services/manga-anime/deliveries',
  jobs: '/services/manga-anime/jobs',
  logs: '/services/manga-anime/logs',
  checklists: '/services/manga-anime/checklists',
  reports: '/services/manga-anime/reports',
  manual: '/services/manga-anime/manual',
  runs: '/runs',
  audit: '/audit',
  operations: '/operations',
  emergency: '/emergency',
};

await mkdir(folder, { recursive: true });
await buildConsole();
await using opened = await openMangaAnime();
const { toban } = opened;
await toban.start();
for (const job of ['collect', 'deliver']) await toban.cli('jobs', 'run', 'manga-anime', job);
const code = /administrator: (\S+)/.exec(toban.output())?.[1] as string;

const argv = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: argv });
try {
  const cookies = await claim(browser);
  for (const locale of ['ja-JP', 'en-GB']) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ locale, colorScheme, viewport: { width: 1360, height: 860 } });
      await context.addCookies(cookies);
      const page = await context.newPage();
      for (const [name, path] of Object.entries(PAGES))
        await picture(page, path, join(folder, `${name}-${locale.slice(0, 2)}-${colorScheme}.png`));
      await context.close();
    }
  }
} finally {
  await browser.close();
}

async function claim(opened: Browser) {
  const context = await opened.newContext();
  const answer = await context.request.post(`${toban.url}/api/session/first`, {
    data: { code, username: 'hanako', password: 'a long enough one' },
  });
  if (!answer.ok()) throw new Error(await answer.text());
  return context.cookies();
}

async function picture(page: Page, path: string, file: string): Promise<void> {
  await page.goto(toban.url + path);
  await page.waitForTimeout(900);
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
}
