import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LAUNCHER = join(ROOT, 'toban');

export type Said = { code: number; stdout: string; stderr: string };

/** Toban as its users have it: the launcher, a data folder, a port, and whatever a test wants of its environment. */
export type Program = AsyncDisposable & {
  data: string;
  url: string;
  /** Starts the server and waits until it is ready. `more`: what has changed in its environment since. */
  start(more?: Record<string, string>): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Stands still, with everything in its hands, until it is woken. */
  freeze(): void;
  wake(): void;
  /** Asks it to end and waits; resolves with its exit code. */
  stop(): Promise<number | null>;
  pid(): number;
  /** Runs one command line to its end. */
  cli(...words: string[]): Promise<Said>;
  /** As `cli`, with `--json`, parsed. */
  json<T = any>(...words: string[]): Promise<T & { exit: number }>;
  /** A request as the owner of the data folder. */
  api(path: string, init?: RequestInit): Promise<Response>;
  /** The one-time code for the first administrator, as it was printed. */
  output(): string;
};

/** `data`: a data folder of the test's own, which is left where it is. */
export type ProgramOptions = { config?: string; environment?: Record<string, string>; data?: string };

export async function openProgram({ config, environment = {}, data: given }: ProgramOptions = {}): Promise<Program> {
  const data = given ?? (await mkdtemp(join(tmpdir(), 'toban-program-')));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { PATH = '', HOME = '' } = process.env;
  const env = {
    PATH,
    HOME,
    LANG: 'C.UTF-8',
    TOBAN_DATA: data,
    TOBAN_PORT: String(port),
    TOBAN_LANG: 'en',
    ...environment,
  };
  const argv = ['up', ...(config ? ['--config', config] : [])];
  let server: ChildProcess | undefined;
  let printed = '';

  async function start(more: Record<string, string> = {}): Promise<void> {
    Object.assign(env, more);
    server = spawn(LAUNCHER, argv, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(25)) {
      if (server.exitCode !== null) throw new Error(`Toban ended with ${server.exitCode}:\n${printed}`);
      const ready = await fetch(`${url}/readyz`).catch(() => undefined);
      if (
        ready?.ok &&
        (await access(join(data, 'server.json')).then(
          () => true,
          () => false,
        ))
      )
        return;
    }
    throw new Error(`Toban was not ready in time:\n${printed}`);
  }

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return server?.exitCode ?? null;
    const exited = once(server, 'exit');
    server.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }

  const cli = (...words: string[]): Promise<Said> =>
    new Promise((resolve) => {
      const options = {
        cwd: ROOT,
        env: { ...env, ...(config && { TOBAN_CONFIG: config }) },
        maxBuffer: 64 * 1024 * 1024,
      };
      const child = execFile(LAUNCHER, words, options, (_, stdout, stderr) =>
        resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      );
    });

  return {
    data,
    url,
    start,
    kill: async () => void (await end('SIGKILL')),
    freeze: () => void server?.kill('SIGSTOP'),
    wake: () => void server?.kill('SIGCONT'),
    stop: () => end('SIGTERM'),
    pid: () => server?.pid as number,
    cli,
    json: async (...words) => {
      const { code, stdout, stderr } = await cli(...words, '--json');
      if (stdout === '') throw new Error(`nothing was printed (exit ${code}): ${stderr}`);
      return { ...JSON.parse(stdout), exit: code };
    },
    api: async (path, init = {}) => {
      const { token } = JSON.parse(await readFile(join(data, 'server.json'), 'utf8'));
      return fetch(new URL(path, url), {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...(init.headers as object) },
      });
    },
    output: () => printed,
    [Symbol.asyncDispose]: async () => {
      server?.kill('SIGCONT');
      await end('SIGTERM');
      if (given === undefined) await rm(data, { recursive: true, force: true });
    },
  };
}
