import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MangaAnime, openMangaAnime } from '../../test/support/manga-anime.ts';
import { goTo, settled, type Visit, violations, visit } from './browser.ts';

const password = 'a long enough one';

async function withDigest(): Promise<MangaAnime> {
  const opened = await openMangaAnime();
  await opened.toban.start();
  await opened.toban.cli('jobs', 'run', 'manga-anime', 'deliver');
  return opened;
}

async function claim({ page }: Visit, code: string): Promise<void> {
  await page.getByLabel('One-time code').fill(code);
  await page.getByLabel('User name').fill('hanako');
  for (const field of await page.locator('input[type="password"]').all()) await field.fill(password);
  await page.locator('form button[type="submit"]').click();
}

async function createsToken({ page }: Visit): Promise<string> {
  await page.getByRole('button', { name: 'Issue a token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('ci');
  await dialog.getByRole('combobox', { name: 'Role' }).click();
  await page.getByRole('option', { name: 'Viewer' }).click();
  await dialog.locator('button[type="submit"]').click();
  await dialog.getByText('Succeeded').waitFor();
  return dialog.locator('dd code').innerText();
}

async function runsInlineScript({ page }: Visit): Promise<boolean> {
  return page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.documentElement.dataset.inline = "ran"';
    document.head.append(script);
    return document.documentElement.dataset['inline'] === 'ran';
  });
}

export function realServerTests(): void {
  test('F7: on the real server the first administrator signs in and sees the service and its digest', async () => {
    await using opened = await withDigest();
    const { toban } = opened;
    const seen = await visit({ language: 'en', scheme: 'light' });
    const { page, complaints, context } = seen;

    const answer = await page.goto(toban.url);
    await settled(seen);
    await claim(seen, /administrator: (\S+)/.exec(toban.output())?.[1] ?? '');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Manga & anime release news' }).waitFor();
    await page.getByRole('main').getByText('deliver', { exact: true }).first().waitFor();
    await page.locator('canvas').waitFor();
    await settled(seen);
    assert.deepEqual(await violations(page), []);

    await goTo(seen, '/services/manga-anime/deliveries');
    await page.getByText('100.0 %').waitFor();
    await page
      .getByRole('button', { name: /アニメ・マンガ情報/ })
      .first()
      .click();
    await page.getByText('HTML', { exact: true }).click();
    await page.frameLocator('iframe').getByText('アニメ').first().waitFor();
    assert.deepEqual(await violations(page), []);

    await page.keyboard.press('Escape');
    await goTo(seen, '/access');
    assert.match(await createsToken(seen), /^tbn_[\w-]{43}$/, 'the token can be copied');
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(complaints, []);

    const policy = answer?.headers()['content-security-policy'] ?? '';
    assert.match(policy, /script-src 'self';.*object-src 'none'.*frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(await runsInlineScript(seen), false);
    await context.close();
  });
}
