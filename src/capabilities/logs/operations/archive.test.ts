import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { movedClock } from '#test/clock.ts';
import { openTestToban } from '#test/toban.ts';
import { logs } from '../index.ts';

test('A5: logs older than seven days go into a checked archive, and exactly those are removed', async () => {
  const services = [{ id: 'manga', title: { en: 'M', ja: 'M' }, folder: '/', zone: 'Asia/Tokyo' }];
  await using toban = await openTestToban({
    capabilities: [logs],
    services,
    clock: movedClock('2026-11-21T00:00:00Z'),
  });
  const folder = join(toban.folder, 'logs/manga');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'app-2026-11-12.jsonl'), 'plain\n');
  await writeFile(join(folder, 'app-2026-11-13.jsonl.gz'), gzipSync('packed\n'));
  await writeFile(join(folder, 'app-2026-11-14.jsonl'), 'stays\n');
  await writeFile(join(folder, 'app.jsonl'), 'live\n');
  const before = await readdir(folder);
  assert.equal((await toban.act('logs.archive', { service: 'manga' }, { dryRun: true })).steps.length, 2);
  assert.deepEqual(await readdir(folder), before);
  const run = await toban.act('logs.archive', { service: 'manga' });
  assert.equal(run.outcome, 'succeeded');
  assert.deepEqual(await readdir(folder), ['app-2026-11-14.jsonl', 'app.jsonl']);
  const archive = run.report?.['archive'] as string;
  assert.deepEqual(await readdir(archive), ['app-2026-11-12.jsonl.gz', 'app-2026-11-13.jsonl.gz', 'manifest.json']);
  const contents = await Promise.all(['12', '13'].map((day) => readFile(join(archive, `app-2026-11-${day}.jsonl.gz`))));
  assert.deepEqual(
    contents.map((bytes) => gunzipSync(bytes).toString()),
    ['plain\n', 'packed\n'],
  );
  assert.equal((await stat(join(archive, 'app-2026-11-12.jsonl.gz'))).mode & 0o777, 0o600);
  const again = await toban.act('logs.archive', { service: 'manga' });
  assert.deepEqual([again.outcome, again.report?.['archive']], ['succeeded', null]);
});
