import assert from 'node:assert/strict';
import { test } from 'node:test';
import { origin, scene, settled, signedIn, violations, visit } from './browser.ts';

export function flowTests(): void {
  test('F7: nobody is shown a sign-in, and the first administrator a one-time code', async () => {
    const seen = await visit({ language: 'en', scheme: 'light' });
    const { page, complaints, context } = seen;
    for (const firstAdministrator of [true, false]) {
      Object.assign(scene, { user: null, firstAdministrator });
      await page.goto(`${origin}/runs`);
      await settled(seen);
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
    const seen = await visit({ language: 'en', scheme: 'light' });
    const { page, complaints, context } = seen;
    await page.goto(origin);
    await settled(seen);
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Find an operation, a page or a service').last().fill('復旧する');
    await page.getByText('Replace a database with one of its backups').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Enter');
    await page.locator('form').getByLabel('Service').click();
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
    const seen = await visit({ language: 'ja', scheme: 'dark' });
    const { page, complaints, context } = seen;
    await page.goto(`${origin}/services/manga-anime/logs`);
    await settled(seen);
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
}
