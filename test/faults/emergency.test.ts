/** The emergency stop, with much under way and with the server in every bad state. `TOBAN_FAULTS=full`: 100,000 queued. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox, startSandbox } from '@toban/sandbox';
import { compareLedgers, untilAllEnded } from '#test/ledgers.ts';
import { accept, AT_ONCE, environmentFor, FULL, MAILER, numbered, until } from '#test/mails.ts';
import { openProgram, type Program } from '#test/program.ts';

const QUEUED = FULL ? 100_000 : 2000;
/** No send starts later than this after the stop was acknowledged. */
const LATEST_MS = 1000;

type Scene = {
  toban: Program;
  sandbox: Sandbox;
  accepted: string[];
  arrivals(): Promise<{ subject: string; at: string }[]>;
};

/** A server with so many mails queued, some of them gone. */
async function underWay(queued: number, play: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'toban-emergency-'));
  const ledgerPath = join(folder, 'ledger.ndjson');
  await using sandbox = await startSandbox({ ledgerPath });
  await using toban = await openProgram({
    config: MAILER,
    environment: { ...environmentFor(sandbox), TOBAN_LEASE: '2s' },
  });
  await toban.start();
  const accepted = await accept(toban, numbered(queued));
  await until(() => sandbox.messages().length > 20, 20_000, 'some are gone');
  const arrivals = async () =>
    (await readFile(ledgerPath, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  await play({ toban, sandbox, accepted, arrivals });
  await rm(folder, { recursive: true });
}

async function nothingCameAfter(stoppedAt: number, { arrivals, accepted }: Scene): Promise<void> {
  await sleep(LATEST_MS + 1000);
  const all = await arrivals();
  const late = all.filter(({ at }) => Date.parse(at) > stoppedAt + LATEST_MS);
  assert.deepEqual(late, [], 'nothing was sent later than a second after the stop');
  assert.ok(all.length < accepted.length, 'there was something left to stop');
}

async function clearedAllGo({ toban, accepted, arrivals }: Scene, mostDuplicates: number): Promise<void> {
  assert.equal((await toban.cli('emergency', 'clear', '--yes')).code, 0);
  const reported = await untilAllEnded(toban, 'mailer', FULL ? 1_800_000 : 60_000);
  compareLedgers(
    accepted,
    (await arrivals()).map(({ subject }) => subject),
    reported,
    mostDuplicates,
  );
}

test(
  'A20: stopped under way, it is acknowledged within a second, holds over a kill, and refuses jobs until it is cleared',
  { timeout: 2_400_000 },
  () =>
    underWay(QUEUED, async (scene) => {
      const { toban } = scene;
      const asked = Date.now();
      const answer = await toban.api('/api/operations/emergency.stop', {
        method: 'POST',
        body: JSON.stringify({ input: { reason: 'wrong recipients' } }),
      });
      const acknowledged = Date.now();
      assert.equal(((await answer.json()) as { outcome: string }).outcome, 'succeeded');
      assert.ok(acknowledged - asked <= 1000, `it took ${acknowledged - asked} ms`);
      await nothingCameAfter(acknowledged, scene);
      await toban.kill();
      await toban.start();
      await nothingCameAfter(acknowledged, scene);
      const refused = await toban.json('jobs', 'run', 'mailer', 'send');
      assert.deepEqual([refused.exit, refused.outcome, refused.error?.code], [4, 'refused', 'emergency.stopped']);
      assert.match(refused.error.hint, /toban emergency clear/);
      await clearedAllGo(scene, AT_ONCE);
    }),
);

test(
  'A20: with the server killed, the command line stops it, and the next start sends nothing',
  { timeout: 120_000 },
  () =>
    underWay(400, async (scene) => {
      const { toban } = scene;
      await toban.kill();
      const said = await toban.cli('emergency', 'stop', '--reason', 'the server is gone', '--yes');
      assert.equal(said.code, 0, said.stderr);
      const stoppedAt = Date.now();
      await toban.start();
      await nothingCameAfter(stoppedAt - LATEST_MS, scene);
      assert.equal((await toban.cli('jobs', 'run', 'mailer', 'send')).code, 4);
      await clearedAllGo(scene, AT_ONCE);
    }),
);

test(
  'A20: with the server frozen at any moment, the command line stops it, and once woken it sends nothing',
  { timeout: 240_000 },
  () =>
    underWay(600, async (scene) => {
      const { toban } = scene;
      for (let round = 0; round < (FULL ? 30 : 2); round++) {
        await sleep(Math.random() * 100);
        toban.freeze();
        const said = await toban.cli('emergency', 'stop', '--reason', 'the server does not answer', '--yes');
        assert.equal(said.code, 0, said.stderr);
        toban.wake();
        const stoppedAt = Date.now();
        await nothingCameAfter(stoppedAt, scene);
        const { stops } = await toban.json('emergency', 'status');
        assert.equal(stops.length, 1);
        assert.equal((await toban.cli('emergency', 'clear', '--yes')).code, 0);
      }
      await clearedAllGo(scene, AT_ONCE * 30);
    }),
);
