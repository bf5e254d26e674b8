/** The server is killed at random moments while messages go in and mails go out. `TOBAN_FAULTS=full` kills 200 times. */
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '@toban/sandbox';
import { compareLedgers, untilAllEnded } from '#test/ledgers.ts';
import { AT_ONCE, environmentFor, FULL, keepSending, MAILER, titlesAt } from '#test/mails.ts';
import { lacking } from '#test/parts.ts';
import { startPostgres } from '#test/postgres.ts';
import { openProgram } from '#test/program.ts';

const KILLS = FULL ? 200 : 8;

async function survivesKills(environment: Record<string, string>): Promise<void> {
  await using sandbox = await startSandbox({});
  await using toban = await openProgram({
    config: MAILER,
    environment: { ...environmentFor(sandbox), TOBAN_LEASE: '2s', ...environment },
  });
  await using load = keepSending([toban]);
  for (let kill = 0; kill < KILLS; kill++) {
    await toban.start();
    await sleep(30 + Math.random() * 500);
    await toban.kill();
  }
  await load.stop();
  await toban.start();
  const reported = await untilAllEnded(toban, 'mailer', 120_000);
  const { duplicates } = compareLedgers(load.accepted, titlesAt(sandbox), reported, KILLS * AT_ONCE);
  process.stdout.write(
    `${KILLS} kills: ${load.accepted.length} accepted, ${duplicates} duplicates, each said to be possible, 0 lost\n`,
  );
}

describe('nothing that was accepted is lost, and every duplicate is said to be possible', () => {
  test('through kill -9 at random moments, on SQLite', { timeout: 1_200_000 }, () => survivesKills({}));

  test(
    'through kill -9 at random moments, on PostgreSQL',
    { timeout: 1_200_000, skip: lacking('postgresql') },
    async () => {
      const server = await startPostgres();
      await survivesKills({ DATABASE_URL: await server.database() }).finally(() => server.close());
    },
  );
});
