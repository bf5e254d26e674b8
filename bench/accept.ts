/**
 * How fast messages are accepted durably, beside what the disk allows at all: B, the single-row commits per second of
 * plain SQLite with `synchronous=FULL` on the same disk in the same run.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openProgram, type Program } from '../test/support/program.ts';
import { type Figure, percentile } from './figures.ts';

const CONFIG = join(import.meta.dirname, '..', 'test', 'support', 'fixtures', 'mailer', 'toban.config.ts');
const SECONDS = 4;

export async function measureAccept(): Promise<Figure[]> {
  const raw = await rawCommits();
  // Nobody answers at port 9, so accepting is measured and sending is not.
  await using toban = await openProgram({ config: CONFIG, environment: { SMTP_PORT: '9', SMTP_PASSWORD: 'x' } });
  await toban.start();
  await toban.json('delivery', 'pause', 'mailer', '--reason', 'bench');
  const one = await acceptWith(toban, 1, 'one');
  const many = await acceptWith(toban, 64, 'many');
  return [
    { name: 'B: raw SQLite commits, synchronous=FULL', value: raw, unit: '/s', target: '' },
    { name: 'accepted, one client', value: one.rate, unit: '/s', target: `≥0.6·B = ${Math.round(raw * 0.6)}` },
    { name: 'accepted, 64 clients', value: many.rate, unit: '/s', target: `≥4·B = ${Math.round(raw * 4)}` },
    { name: 'accepted, 64 clients, p95', value: percentile(many.latencies, 0.95), unit: 'ms', target: '<200' },
  ];
}

async function rawCommits(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'toban-bench-'));
  const database = new DatabaseSync(join(folder, 'raw.db'));
  database.exec(
    'pragma journal_mode = wal; pragma synchronous = full; create table t (id integer primary key, body text)',
  );
  const insert = database.prepare('insert into t (body) values (?)');
  let commits = 0;
  const end = performance.now() + SECONDS * 1000;
  for (; performance.now() < end; commits++) insert.run('x'.repeat(300));
  database.close();
  await rm(folder, { recursive: true });
  return commits / SECONDS;
}

async function acceptWith(
  toban: Program,
  clients: number,
  name: string,
): Promise<{ rate: number; latencies: number[] }> {
  const { token } = JSON.parse(await readFile(join(toban.data, 'server.json'), 'utf8'));
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latencies: number[] = [];
  const end = performance.now() + SECONDS * 1000;
  const client = async (index: number): Promise<void> => {
    for (let number = 0; performance.now() < end; number++) {
      const before = performance.now();
      await post(agent, toban.url, token, `${name}-${index}-${number}`);
      latencies.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  agent.destroy();
  return { rate: latencies.length / SECONDS, latencies };
}

function post(agent: Agent, url: string, token: string, key: string): Promise<void> {
  const body = JSON.stringify({
    service: 'mailer',
    category: 'bench',
    to: [{ channel: 'email', address: 'you@example.com' }],
    title: key,
    body: 'x'.repeat(200),
    key,
  });
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(`${url}/api/messages`, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () =>
        answer.statusCode === 202 ? resolve() : reject(new Error(`answered ${answer.statusCode}`)),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
