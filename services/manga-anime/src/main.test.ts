import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '@toban/sandbox';
import { FOLDER } from '../test/context.ts';
import { startToban, type Toban } from '../test/toban.ts';
import type { Health } from './commands/serve.ts';

type Variables = Record<string, string>;

function start(args: string[], variables: Variables): ChildProcess {
  const { PATH = '' } = process.env;
  return spawn(process.execPath, ['src/main.ts', ...args], {
    cwd: FOLDER,
    env: { PATH, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(args: string[], variables: Variables): Promise<{ code: number; out: string; err: string }> {
  const child = start(args, variables);
  assert.ok(child.stdout && child.stderr);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number]>,
  ]);
  return { code, out, err };
}

const dataFolder = (): Variables => ({ MANGA_ANIME_DATA: mkdtempSync(path.join(tmpdir(), 'manga-anime-')) });

const variablesFor = (sandbox: Sandbox, toban?: Toban): Variables => ({
  ...dataFolder(),
  ANILIST_URL: `${sandbox.url}/anilist`,
  SYOBOI_URL: `${sandbox.url}/syoboi`,
  MANGA_ANIME_FEEDS_URL: `${sandbox.url}/feeds`,
  ...toban?.variables,
});

const mailedTitles = (toban: Toban): string[] =>
  toban.accepted.flatMap(({ body }) => body.match(/^・.*$/gm) ?? []).map((line) => line.replace(/「[^」]*」$/, ''));

test('A25: the whole way: collected from the sandbox, mailed once, and nothing on the next run', async () => {
  await using sandbox = await startSandbox({ daily: 250, anilistLimit: 1000 });
  await using toban = await startToban();
  const variables = variablesFor(sandbox, toban);
  const first = await run(['run'], variables);
  assert.equal(first.code, 0, first.out + first.err);
  assert.equal(toban.accepted.length, 3);
  const titles = mailedTitles(toban);
  assert.ok(titles.length >= 200, String(titles.length));
  assert.equal(new Set(titles).size, titles.length, 'no release twice');
  assert.equal(toban.reports[0]?.outcome, 'success');

  const second = await run(['run'], variables);
  assert.deepEqual([second.code, toban.accepted.length], [0, 3]);
  assert.match(toban.reports[1]?.summary ?? '', /Nothing new\./);

  const release = sandbox.catalogue.find({ series: sandbox.catalogue.seriesByNo(1)?.id });
  assert.ok(release);
  sandbox.catalogue.move(release, release.at + 24 * 3_600_000);
  assert.equal((await run(['run'], variables)).code, 0);
  assert.match(toban.accepted[3]?.title ?? '', /変更1件$/);
  assert.match(toban.accepted[3]?.body ?? '', new RegExp(`・${release.series.title}.* → `, 's'));
});

test('A25: one dead source ends the run with 3 and mails the rest; all dead ends a collection with 1', async () => {
  await using sandbox = await startSandbox({ anilistLimit: 1000 });
  await using toban = await startToban();
  sandbox.addFault({ provider: 'syoboi', kind: 'status', status: 500 });
  const variables = variablesFor(sandbox, toban);
  assert.equal((await run(['run'], variables)).code, 3);
  assert.ok(toban.accepted.length > 0);
  assert.equal(toban.reports[0]?.outcome, 'partial');
  await sandbox.close();
  assert.equal((await run(['collect'], variables)).code, 1);
});

test('A7: a dry run of the job on a fresh machine makes no file and sends nothing', async () => {
  await using toban = await startToban();
  const variables = { ...dataFolder(), ...toban.variables };
  const { code, out } = await run(['run', '--limit', '1', '--dry-run'], variables);
  assert.equal(code, 0, out);
  assert.equal(existsSync(path.join(variables['MANGA_ANIME_DATA'] ?? '', 'manga-anime.db')), false);
  assert.equal(toban.posts, 0);
});

test('A20: what Toban holds ends with 4, and nothing is lost', async () => {
  await using sandbox = await startSandbox({ anilistLimit: 1000 });
  await using toban = await startToban();
  const variables = variablesFor(sandbox, toban);
  toban.trouble = { status: 409, code: 'emergency.stopped' };
  assert.equal((await run(['run'], variables)).code, 4);
  toban.trouble = undefined;
  const { code } = await run(['deliver'], variables);
  assert.equal(code, 0);
  assert.ok(mailedTitles(toban).length > 0);
});

test('A25: killed in the middle of sending, it mails everything once', async () => {
  await using sandbox = await startSandbox({ daily: 250, anilistLimit: 1000 });
  await using toban = await startToban();
  const variables = variablesFor(sandbox, toban);
  assert.equal((await run(['collect'], variables)).code, 0);
  const child = start(['deliver'], variables);
  while (toban.posts < 2) await sleep(1);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal((await run(['deliver'], variables)).code, 0);
  const titles = mailedTitles(toban);
  assert.ok(titles.length >= 200);
  assert.equal(new Set(titles).size, titles.length);
});

test('A25: a run that stands for the morning sends its share, and the evening the rest', async () => {
  await using sandbox = await startSandbox({ daily: 250, anilistLimit: 1000 });
  await using toban = await startToban();
  const variables = variablesFor(sandbox, toban);
  for (const [instant, mails] of [
    ['2026-11-20T23:00:00Z', 1],
    ['2026-11-21T03:00:00Z', 2],
    ['2026-11-21T11:00:00Z', 3],
  ] as const) {
    assert.equal((await run(['run'], { ...variables, TOBAN_SCHEDULED_FOR: instant })).code, 0);
    assert.equal(toban.accepted.length, mails);
  }
  assert.match(toban.accepted[2]?.title ?? '', / \(3\/3\) /);
});

test('a wrong flag is a usage error with code 2', async () => {
  const { code, err } = await run(['deliver', '--limit', 'many'], dataFolder());
  assert.equal(code, 2);
  assert.match(err, /--limit must be a whole number/);
});

test('A22: validate tells every problem and ends with 1', async () => {
  const { code, out } = await run(['validate'], { ...dataFolder(), MANGA_ANIME_TO: 'nobody', SYOBOI_URL: 'x' });
  assert.equal(code, 1);
  assert.deepEqual(
    out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { level: string }).level),
    ['error', 'error'],
  );
});

test('the server answers /health, follows deliveries, and ends within two seconds of SIGTERM', async () => {
  await using sandbox = await startSandbox({ anilistLimit: 1000 });
  await using toban = await startToban();
  toban.state = 'sending';
  const variables = { ...variablesFor(sandbox, toban), MANGA_ANIME_PORT: '0' };
  const job = run(['run'], variables);
  while (toban.accepted.length === 0) await sleep(20);
  const server = start(['serve'], variables);
  const [line] = (await once(server.stdout ?? assert.fail(), 'data')) as [Buffer];
  const url = /http:[^"]+/.exec(String(line))?.[0] ?? '';
  const health = async (): Promise<Health> => (await (await fetch(url)).json()) as Health;
  assert.equal((await health()).status, 'healthy');
  assert.ok(((await health()).pending ?? 0) > 0);
  toban.state = 'delivered';
  const deadline = Date.now() + 10_000;
  while ((await health()).pending !== 0 && Date.now() < deadline) await sleep(100);
  assert.equal((await health()).pending, 0);
  assert.equal((await job).code, 0);
  const asked = Date.now();
  server.kill('SIGTERM');
  const [code] = (await once(server, 'exit')) as [number];
  assert.equal(code, 0);
  assert.ok(Date.now() - asked < 2000);
});
