import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { promisify } from 'node:util';
import pg from 'pg';
import { lacking } from './parts.ts';
import { freePort } from './free-port.ts';

const execute = promisify(execFile);
/** `runuser` lies where only root's PATH looks. */
const run = (program: string, argv: string[]) =>
  execute(program, argv, { env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` } });

/** A PostgreSQL server for tests: the one that `TOBAN_TEST_POSTGRES` names, or a throw-away cluster of Debian's package. */
export type TestServer = { database(): Promise<string>; close(): Promise<void> };

let made = 0;

/** Declares tests that need PostgreSQL; `database` gives a fresh one. A machine without it is told how to get it. */
export function onPostgres(declare: (database: () => Promise<string>) => void): void {
  describe('on PostgreSQL', { skip: lacking('postgresql') }, () => {
    let server: TestServer;
    before(async () => void (server = await startPostgres()));
    after(() => server.close());
    declare(() => server.database());
  });
}

export async function startPostgres(): Promise<TestServer> {
  const given = process.env['TOBAN_TEST_POSTGRES'];
  return given ? serverAt(given, async () => {}) : startCluster();
}

async function startCluster(): Promise<TestServer> {
  const bin = await binaries();
  const folder = await mkdtemp(join(tmpdir(), 'toban-postgres-'));
  await chmod(folder, 0o777);
  const data = join(folder, 'data');
  const port = await freePort();
  const root = process.getuid?.() === 0;
  const as = (program: string, ...argv: string[]) =>
    root ? run('runuser', ['-u', 'postgres', '--', join(bin, program), ...argv]) : run(join(bin, program), argv);
  await as('initdb', '-D', data, '-U', 'toban', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C');
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200`;
  await as('pg_ctl', '-D', data, '-w', '-o', options, '-l', join(folder, 'log'), 'start');
  return serverAt(`postgres://toban@127.0.0.1:${port}/postgres`, async () => {
    await as('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
    await rm(folder, { recursive: true, force: true });
  });
}

function serverAt(url: string, close: () => Promise<void>): TestServer {
  return {
    close,
    database: async () => {
      const name = `toban_test_${process.pid}_${++made}`;
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
  };
}

async function binaries(): Promise<string> {
  const versions = await readdir('/usr/lib/postgresql').catch(() => []);
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  if (!newest) throw new Error('PostgreSQL is not installed: apt-get install postgresql, or set TOBAN_TEST_POSTGRES');
  return `/usr/lib/postgresql/${newest}/bin`;
}
