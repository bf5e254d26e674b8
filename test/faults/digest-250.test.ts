/** A day with 250 new releases: collected, split into three mails and delivered once, whatever a source does. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Sandbox, startSandbox } from '@toban/sandbox';
import { freePort } from '#test/free-port.ts';
import { reportedBy } from '#test/ledgers.ts';
import { openProgram, type Program } from '#test/program.ts';

const CONFIG = join(import.meta.dirname, '..', '..', 'toban.config.ts');

async function onAHeavyDay(play: (toban: Program, sandbox: Sandbox) => Promise<void>): Promise<void> {
  const data = await mkdtemp(join(tmpdir(), 'toban-digest-'));
  await using sandbox = await startSandbox({ daily: 250, anilistLimit: 1000 });
  {
    await using toban = await openProgram({ config: CONFIG, environment: await environmentFor(sandbox, data) });
    await toban.start();
    await play(toban, sandbox);
  }
  await rm(data, { recursive: true });
}

const environmentFor = async ({ url, smtpPort }: Sandbox, data: string): Promise<Record<string, string>> => ({
  ANILIST_URL: `${url}/anilist`,
  SYOBOI_URL: `${url}/syoboi`,
  MANGA_ANIME_FEEDS_URL: `${url}/feeds/`,
  MANGA_ANIME_TO: 'you@example.com',
  MANGA_ANIME_DATA: data,
  MANGA_ANIME_PORT: String(await freePort()),
  SMTP_HOST: '127.0.0.1',
  SMTP_PORT: String(smtpPort),
  SMTP_USER: 'toban',
  SMTP_PASSWORD: 'sandbox',
  SLACK_WEBHOOK: `${url}/slack/services/T000/B000/demo`,
});

/** One line of the mail for each release; what is in brackets at its end is where it is shown. */
const releasesIn = (sandbox: Sandbox): string[] =>
  sandbox
    .messages({ channel: 'email' })
    .flatMap(({ text }) => (text?.match(/^・.*$/gm) ?? []).map((line) => line.replace(/「[^」]*」$/, '')));

const deliver = (toban: Program) => toban.json('jobs', 'run', 'manga-anime', 'deliver');

test(
  'A25: 250 releases go out in three mails, each of them once, and a second run sends nothing',
  { timeout: 180_000 },
  () =>
    onAHeavyDay(async (toban, sandbox) => {
      const first = await deliver(toban);
      assert.deepEqual([first.exit, first.outcome], [0, 'succeeded'], JSON.stringify(first.error ?? first.report));
      const mails = sandbox.messages({ channel: 'email' });
      assert.equal(mails.length, 3);
      assert.equal(new Set(mails.map(({ key }) => key)).size, 3);
      const releases = releasesIn(sandbox);
      assert.ok(releases.length >= 200, `${releases.length} releases`);
      assert.equal(new Set(releases).size, releases.length, 'no release stands in two mails, or twice in one');

      const second = await deliver(toban);
      assert.equal(second.exit, 0);
      assert.equal(sandbox.messages({ channel: 'email' }).length, 3, 'nothing is left to send');
      const reported = await reportedBy(toban, 'manga-anime');
      assert.deepEqual(
        reported.map(({ state, possibleDuplicate }) => [state, possibleDuplicate]),
        Array.from({ length: 3 }, () => ['accepted', false]),
      );
    }),
);

for (const [provider, follows] of [
  ['syoboi', 'is known from the others'],
  ['feeds', 'follows later'],
] as const) {
  test(
    `A25: ${provider} answers nonsense: the run is partial, the others are delivered, and what it had ${follows}`,
    { timeout: 180_000 },
    () =>
      onAHeavyDay(async (toban, sandbox) => {
        // The list of feeds is read first.
        const fault = sandbox.addFault({ provider, kind: 'garbage', skip: provider === 'feeds' ? 1 : 0 });
        const first = await deliver(toban);
        assert.deepEqual([first.exit, first.outcome], [3, 'partial'], JSON.stringify(first.error ?? first.report));
        const before = releasesIn(sandbox);
        assert.ok(before.length > 100, 'the other sources are delivered');

        sandbox.removeFault(fault.id);
        const second = await deliver(toban);
        assert.equal(second.exit, 0, JSON.stringify(second.error ?? second.report));
        const all = releasesIn(sandbox);
        assert.equal(all.length > before.length, provider === 'feeds');
        assert.equal(new Set(all).size, all.length, 'nothing comes again');
      }),
  );
}
