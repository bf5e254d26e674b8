/** The server is killed at random moments while messages go in and mails go out. `TOBAN_FAULTS=full` kills 200 times. */
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox } from '@toban/sandbox';
import { compareLedgers, untilAllEnded } from '#test/ledgers.ts';
import { startPostgres, type TestServer } from '#test/postgres.ts';
import { openProgram, type Program } from '#test/program.ts';

const KILLS = process.env['TOBAN_FAULTS'] === 'full' ? 200 : 8;
const CONFIG = join(import.meta.dirname, '..', 'support', 'fixtures', 'mailer', 'toban.config.ts');
/** How many sends may be under way at once, so how many may be in doubt after one kill. */
const CONCURRENCY = 5;

async function survivesKills(environment: Record<string, string>): Promise<void> {
  await using sandbox = await startSandbox({});
  await using toban = await openProgram({
    config: CONFIG,
    environment: { SMTP_PORT: String(sandbox.smtpPort), SMTP_PASSWORD: 'sandbox', TOBAN_LEASE: '2s', ...environment },
  });
  const accepted: string[] = [];
  const sending = new AbortController();
  const senders = Array.from({ length: 4 }, (_, index) => keepSending(toban, `s${index}`, accepted, sending.signal));
  for (let kill = 0; kill < KILLS; kill++) {
    await toban.start();
    await sleep(30 + Math.random() * 500);
    await toban.kill();
  }
  sending.abort();
  await Promise.all(senders);
  await toban.start();
  const reported = await untilAllEnded(toban, 'mailer', 120_000);
  const provider = sandbox.messages().map(({ subject }) => subject ?? '');
  const { duplicates } = compareLedgers(accepted, provider, reported, KILLS * CONCURRENCY);
  process.stdout.write(`${KILLS} kills: ${accepted.length} accepted, ${provider.length} received, ${duplicates} duplicates, each said to be possible, 0 lost\n`);
}

/** As a careful client does: the same key until it is answered. */
async function keepSending(toban: Program, name: string, accepted: string[], signal: AbortSignal): Promise<void> {
  for (let number = 0; !signal.aborted; number++) {
    const title = `${name}-${number}`;
    const message = { service: 'mailer', category: 'digest', to: [{ channel: 'email', address: `${name}@example.com` }], title, body: 'こんにちは', key: title };
    while (!signal.aborted) {
      const answer = await toban.api('/api/messages', { method: 'POST', body: JSON.stringify(message) }).catch(() => undefined);
      if (answer?.status === 202) {
        accepted.push(title);
        break;
      }
      await sleep(20);
    }
    await sleep(15);
  }
}

describe('nothing that was accepted is lost, and every duplicate is said to be possible', () => {
  test('through kill -9 at random moments, on SQLite', { timeout: 1_200_000 }, () => survivesKills({}));

  let server: TestServer;
  before(async () => void (server = await startPostgres()));
  after(() => server.close());
  test('through kill -9 at random moments, on PostgreSQL', { timeout: 1_200_000 }, async () => survivesKills({ DATABASE_URL: await server.database() }));
});
