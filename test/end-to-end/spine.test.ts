/** The manual of manga-anime, as its operator works through it: by the command line, and by the API. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMangaAnime } from '#test/manga-anime.ts';

test('F1: a release is collected and its digest arrives, and the manual can be worked through', async (t) => {
  await using opened = await openMangaAnime();
  const { toban, sandbox } = opened;
  await toban.start();

  await t.test('A7: a delivery by hand sends what is pending, once', async () => {
    const run = await toban.json('jobs', 'run', 'manga-anime', 'deliver');
    assert.equal(run.outcome, 'succeeded', JSON.stringify(run));
    assert.ok(sandbox.messages().length >= 1);
    assert.match(sandbox.messages()[0]?.subject ?? '', /^\[アニメ・マンガ情報\] \d{4}年/);
    const before = sandbox.messages().length;
    assert.equal((await toban.json('jobs', 'run', 'manga-anime', 'deliver')).exit, 0);
    assert.equal(sandbox.messages().length, before, 'no release is mailed twice');
  });

  await t.test('A7: a dry run with a limit says what it would do and sends nothing', async () => {
    const before = sandbox.messages().length;
    const run = await toban.json('jobs', 'run', 'manga-anime', 'deliver', '--limit', '50', '--dry-run');
    assert.deepEqual([run.exit, run.dryRun, run.outcome], [0, true, 'succeeded']);
    assert.equal(sandbox.messages().length, before);
    const wrong = await toban.json('jobs', 'run', 'manga-anime', 'deliver', '--limt', '50');
    assert.equal(wrong.exit, 2);
  });

  await t.test('A1: the status tells what was delivered today and what is pending, in the service’s zone', async () => {
    const status = await toban.json('delivery', 'status', 'manga-anime');
    assert.equal(status.zone, 'Asia/Tokyo');
    const figure = (name: string) => status.figures.find((one: { name: string }) => one.name === name)?.value;
    assert.ok(figure('delivered') > 0);
    assert.equal(figure('pending'), 0);
    assert.ok(status.deliveries.today.accepted >= 1);
  });

  await t.test('A3: the next runs of 8, 12 and 20 o’clock are shown with the time left', async () => {
    const { items } = await toban.json('jobs', 'next', 'manga-anime', '--count', '12');
    const times = new Set(items.filter((item: any) => item.job === 'deliver').map((item: any) => item.local.slice(11)));
    assert.deepEqual([...times].toSorted(), ['08:00', '12:00', '20:00']);
    assert.ok(items.every((item: any) => item.left_ms > 0 && item.left));
  });

  await t.test('A9: a pause holds the job (exit 4) and sends nothing; resume lets it go', async () => {
    assert.equal((await toban.cli('delivery', 'pause', 'manga-anime', '--reason', 'x')).code, 0);
    const before = sandbox.messages().length;
    const held = await toban.json('jobs', 'run', 'manga-anime', 'deliver');
    assert.deepEqual([held.exit, held.outcome], [4, 'refused']);
    assert.equal(sandbox.messages().length, before);
    assert.equal((await toban.json('delivery', 'status', 'manga-anime')).paused.reason, 'x');
    assert.equal((await toban.cli('delivery', 'resume', 'manga-anime')).code, 0);
    assert.equal((await toban.cli('jobs', 'run', 'manga-anime', 'deliver')).code, 0);
  });

  await t.test('A10, A2, A15, A4, A23: retry, errors, report and checklist answer', async () => {
    assert.equal((await toban.json('delivery', 'retry', 'manga-anime', '--limit', '10')).exit, 0);
    const errors = await toban.json('logs', 'errors', 'manga-anime', '--days', '7');
    assert.equal(errors.days.length, 7);
    const report = await toban.json('report', 'weekly', 'manga-anime');
    assert.ok(report.figures.length >= 4);
    assert.ok(report.tables.length >= 1, 'the top platforms');
    const { stdout } = await toban.cli('report', 'weekly', 'manga-anime', '--lang', 'ja');
    assert.match(stdout, /週次/);
    const checklist = await toban.json('checklist', 'show', 'manga-anime', '--weekly');
    assert.match(checklist.key, /^\d{4}-W\d\d$/);
    assert.ok(checklist.items.length >= 4);
  });

  await t.test(
    'A20: the emergency stop holds everything, also with the server killed, until it is cleared',
    async () => {
      await toban.kill();
      assert.equal((await toban.cli('emergency', 'stop', '--reason', 'drill')).code, 0);
      await toban.start();
      assert.equal((await toban.json('emergency', 'status')).active, true);
      assert.equal((await toban.json('jobs', 'run', 'manga-anime', 'deliver')).exit, 4);
      const recovered = await toban.json('emergency', 'recover', 'manga-anime');
      assert.equal(recovered.exit, 0, JSON.stringify(recovered));
      assert.equal((await toban.json('emergency', 'status')).active, true, 'A22: recovery clears no stop');
      assert.equal((await toban.json('emergency', 'clear')).exit, 0);
    },
  );

  await t.test('F4: the same by HTTP', async () => {
    const next = (await (await toban.api('/api/queries/jobs.next?service=manga-anime')).json()) as { items: unknown[] };
    assert.ok(next.items.length > 0);
    const plan = await toban.api('/api/operations/delivery.pause', {
      method: 'POST',
      body: JSON.stringify({ input: { service: 'manga-anime', reason: 'x' }, dryRun: true }),
    });
    assert.equal(((await plan.json()) as { dryRun: boolean }).dryRun, true);
  });

  assert.equal(await toban.stop(), 0);
});
