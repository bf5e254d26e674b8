/** The disk that holds the data folder is filled to the last byte while the server is at work, and freed again. */
import assert from 'node:assert/strict';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '@toban/sandbox';
import { compareLedgers, untilAllEnded } from '#test/ledgers.ts';
import { accept, AT_ONCE, environmentFor, MAILER, numbered, post, titlesAt, until } from '#test/mails.ts';
import { openProgram, type Program } from '#test/program.ts';
import { MOUNT, openSmallDisk } from '#test/small-disk.ts';

const PASSWORD = 'a long enough password';

async function claim(toban: Program): Promise<void> {
  const code = await until(() => /administrator: (\S+)/.exec(toban.output())?.[1], 5000, 'the code is shown');
  const body = JSON.stringify({ code, username: 'owner', password: PASSWORD });
  const answer = await fetch(`${toban.url}/api/session/first`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  assert.equal(answer.status, 200, await answer.text());
}

const signIn = ({ url }: Program, password: string): Promise<Response> =>
  fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'owner', password }),
  });

test(
  'a full disk: never a 2xx, one can read, sign in and stop everything, and freed it goes on by itself',
  { timeout: 180_000 },
  async (context) => {
    await using disk = await openSmallDisk(12);
    if (!disk) {
      assert.equal(process.env['CI'], undefined, `needs root, to: ${MOUNT}`);
      return context.diagnostic(`not tried: needs root, to: ${MOUNT}`);
    }
    await using sandbox = await startSandbox({});
    // Slow enough that some are under way when the disk is full.
    sandbox.addFault({ provider: 'smtp', kind: 'after-accept-delay', delayMs: 150 });
    await using toban = await openProgram({ config: MAILER, environment: environmentFor(sandbox), data: disk.path });
    await toban.start();
    await claim(toban);
    const accepted = await accept(toban, numbered(100));
    await until(() => sandbox.messages().length > 5, 20_000, 'mails are under way');
    await disk.fill();

    const refusals = new Map<string, number>();
    for (let number = 0; number < 150; number++) {
      const answer = await post(toban, { title: `full-${number}` });
      // A page that is left inside the store's own files may still take one: then it is accepted, and owed.
      if (answer.status === 202) accepted.push(`full-${number}`);
      else {
        const { code, hint } = (await answer.json()) as { code: string; hint: string };
        assert.match(hint, /df -h/);
        refusals.set(`${answer.status} ${code}`, (refusals.get(`${answer.status} ${code}`) ?? 0) + 1);
      }
    }
    assert.deepEqual([...refusals.keys()], ['503 store.full']);

    assert.equal((await toban.api('/readyz')).status, 200);
    assert.equal((await toban.api('/api/queries/delivery.list?service=mailer')).status, 200);
    const session = await signIn(toban, PASSWORD);
    assert.equal(session.status, 200, await session.clone().text());
    const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
    assert.equal((await fetch(`${toban.url}/api/queries/overview.show`, { headers: { cookie } })).status, 200);
    assert.equal((await signIn(toban, 'wrong')).status, 401);

    const asked = Date.now();
    const stopped = await toban.json('emergency', 'stop', '--reason', 'the disk is full');
    assert.deepEqual([stopped.exit, stopped.outcome], [0, 'succeeded'], JSON.stringify(stopped));
    assert.ok(Date.now() - asked < 5000);
    assert.equal((await toban.json('emergency', 'status')).active, true);
    await sleep(1000);
    const received = sandbox.messages().length;

    await toban.kill();
    await disk.free();
    await toban.start();
    await until(
      async () => (await post(toban, { title: 'freed' })).status === 202,
      10_000,
      'it accepts again by itself',
    );
    accepted.push('freed');
    await sleep(1500);
    assert.equal(sandbox.messages().length, received, 'the stop held over the kill, and holds');
    assert.equal((await toban.json('emergency', 'status')).stops.length, 1);
    assert.equal((await toban.cli('emergency', 'clear', '--yes')).code, 0);
    const reported = await untilAllEnded(toban, 'mailer', 60_000);
    compareLedgers(accepted, titlesAt(sandbox), reported, AT_ONCE);
  },
);

test(
  'a disk that is full when nothing runs: the command line can stop everything, and the server can start',
  { timeout: 60_000 },
  async (context) => {
    await using disk = await openSmallDisk(12);
    if (!disk) return context.diagnostic(`not tried: needs root, to: ${MOUNT}`);
    await using sandbox = await startSandbox({});
    await using toban = await openProgram({ config: MAILER, environment: environmentFor(sandbox), data: disk.path });
    await toban.start();
    await until(
      () =>
        access(join(disk.path, 'reserved')).then(
          () => true,
          () => false,
        ),
      5000,
      'room is kept',
    );
    assert.equal(await toban.stop(), 0);
    await disk.fill();
    const said = await toban.cli('emergency', 'stop', '--reason', 'the disk is full', '--yes');
    assert.equal(said.code, 0, said.stderr);
    await toban.start();
    assert.equal((await toban.json('emergency', 'status')).stops.length, 1);
    assert.equal((await toban.cli('jobs', 'run', 'mailer', 'send')).code, 4);
  },
);

test(
  'a disk that was full for a while, without a kill: what was under way is known, and nothing is sent twice',
  { timeout: 120_000 },
  async (context) => {
    await using disk = await openSmallDisk(12);
    if (!disk) return context.diagnostic(`not tried: needs root, to: ${MOUNT}`);
    await using sandbox = await startSandbox({});
    sandbox.addFault({ provider: 'smtp', kind: 'after-accept-delay', delayMs: 150 });
    await using toban = await openProgram({ config: MAILER, environment: environmentFor(sandbox), data: disk.path });
    await toban.start();
    const accepted = await accept(toban, numbered(60));
    await until(() => sandbox.messages().length > 5, 20_000, 'mails are under way');
    await disk.fill();
    await until(
      async () =>
        (await post(toban, { title: `full-${accepted.length}` })).status === 503 ||
        (accepted.push(`full-${accepted.length}`), false),
      20_000,
      'it refuses',
    );
    await sleep(2000);
    await disk.free();
    await until(
      async () => (await post(toban, { title: 'freed' })).status === 202,
      10_000,
      'it accepts again by itself',
    );
    accepted.push('freed');
    const reported = await untilAllEnded(toban, 'mailer', 60_000);
    compareLedgers(accepted, titlesAt(sandbox), reported, 0);
  },
);
