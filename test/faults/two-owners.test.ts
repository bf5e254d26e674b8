/** Two processes on one data folder, a lock that nobody holds any more, and a store that is damaged. */
import assert from 'node:assert/strict';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startSandbox } from '@toban/sandbox';
import { reportedBy, untilAllEnded } from '#test/ledgers.ts';
import { accept, environmentFor, FULL, MAILER, numbered, until } from '#test/mails.ts';
import { openProgram, type Program } from '#test/program.ts';

test(
  'a second Toban on the same data folder refuses and names the first one, which goes on',
  { timeout: 60_000 },
  async () => {
    await using sandbox = await startSandbox({});
    await using toban = await openProgram({ config: MAILER, environment: environmentFor(sandbox) });
    await toban.start();
    const second = await toban.cli('up', '--port', '0');
    assert.equal(second.code, 1);
    assert.match(second.stderr, new RegExp(`process ${toban.pid()}\\b`));
    await accept(toban, numbered(3));
    assert.equal((await untilAllEnded(toban, 'mailer', 20_000)).length, 3);
  },
);

test(
  'a lock whose process is gone, or whose pid belongs to another one now, is taken over',
  { timeout: 60_000 },
  async () => {
    await using toban = await openProgram({ config: MAILER });
    await toban.start();
    const path = join(toban.data, 'server.lock');
    const lock = JSON.parse(await readFile(path, 'utf8'));
    await toban.kill();
    await toban.start();
    await toban.kill();
    await writeFile(path, JSON.stringify({ ...lock, pid: process.pid }));
    await toban.start();
    assert.equal(await toban.stop(), 0);
  },
);

/** The same flips for the same seed. */
function* chance(seed: number): Generator<number, never> {
  for (let state = seed + 1; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

async function damage(path: string, seed: number): Promise<void> {
  const random = chance(seed);
  const file = await open(path, 'r+');
  const { size } = await file.stat();
  for (let flip = 0; flip < 60; flip++) {
    const at = Math.floor(random.next().value * size);
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
    await file.write(Buffer.from([(buffer[0] as number) ^ (1 + Math.floor(random.next().value * 255))]), 0, 1, at);
  }
  await file.close();
}

const COUNT = 300;

/** Either the damage is told, with what to do, or everything is still there. */
async function judge(toban: Program): Promise<string> {
  const started = await toban.start().then(
    () => undefined,
    (thrown: Error) => thrown.message,
  );
  if (started !== undefined) {
    assert.match(started, /damaged|corrupt/i);
    assert.match(started, /newest verified backup/);
    return 'not started';
  }
  try {
    const answer = await toban.api('/api/queries/delivery.list?service=mailer&limit=1');
    if (!answer.ok) {
      const { code, hint } = (await answer.json()) as { code: string; hint: string };
      assert.equal(code, 'store.corrupt');
      assert.match(hint, /newest verified backup/);
      return 'told when read';
    }
    const told = await until(
      async () => {
        const { concerns } = (await (await toban.api('/api/queries/overview.show')).json()) as {
          concerns?: { detail?: string; hint?: string }[];
        };
        return concerns === undefined || concerns.some(({ hint }) => /newest verified backup/.test(hint ?? ''));
      },
      3000,
      'the damage is told',
    ).catch(() => false);
    if (told) return 'told in the overview';
    assert.equal((await reportedBy(toban, 'mailer')).length, COUNT, 'what looks whole is whole');
    return 'whole';
  } finally {
    await toban.kill();
  }
}

test('a damaged store is noticed, never written on and never emptied', { timeout: 600_000 }, async () => {
  for (let seed = 0; seed < (FULL ? 40 : 4); seed++) {
    await using sandbox = await startSandbox({});
    await using toban = await openProgram({ config: MAILER, environment: environmentFor(sandbox) });
    await toban.start();
    await toban.cli('delivery', 'pause', 'mailer', '--reason', 'a drill', '--yes');
    await accept(toban, numbered(COUNT));
    assert.equal(await toban.stop(), 0);
    const path = join(toban.data, 'toban.db');
    const before = (await readFile(path)).length;
    await damage(path, seed);
    process.stdout.write(`seed ${seed}: ${await judge(toban)}\n`);
    assert.ok((await readFile(path)).length >= before, 'it is not made smaller');
  }
});
