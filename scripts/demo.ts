/** `npm run demo`: the sandbox and Toban with the manga-anime service, until Ctrl-C. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox } from '@toban/sandbox';
import { buildConsole } from './console-build.ts';

const root = join(import.meta.dirname, '..');
const japanese = (process.env['TOBAN_LANG'] ?? process.env['LANG'] ?? '').startsWith('ja');
const say = (en: string, ja: string) => process.stdout.write(`${japanese ? ja : en}\n`);
const SANDBOX_PORT = Number(process.env['SANDBOX_PORT'] ?? 7710);
const SMTP_PORT = Number(process.env['SANDBOX_SMTP_PORT'] ?? 7725);
const SANDBOX = `http://127.0.0.1:${SANDBOX_PORT}`;
const PORT = process.env['TOBAN_PORT'] ?? '7700';
const DATA = process.env['TOBAN_DATA'] ?? join(root, 'data');

/** Every outside provider is the sandbox; whatever is set already stays as it is. */
const environment = {
  ANILIST_URL: `${SANDBOX}/anilist`,
  SYOBOI_URL: `${SANDBOX}/syoboi`,
  MANGA_ANIME_FEEDS_URL: `${SANDBOX}/feeds/`,
  MANGA_ANIME_TO: 'you@example.com',
  SMTP_HOST: '127.0.0.1',
  SMTP_PORT: String(SMTP_PORT),
  SMTP_USER: 'toban',
  SMTP_PASSWORD: 'sandbox',
  SLACK_WEBHOOK: `${SANDBOX}/slack/services/T000/B000/demo`,
  ...process.env,
  TOBAN_DATA: DATA,
  TOBAN_PORT: PORT,
};

const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ended.abort());

await buildConsole();
const sandbox = await startSandbox({ port: SANDBOX_PORT, smtpPort: SMTP_PORT }).catch(portTaken);
say(`The sandbox is ready. Inbox: ${sandbox.url}`, `サンドボックスの準備ができました。受信箱： ${sandbox.url}`);

// A group of its own: Ctrl-C reaches this process alone, which then ends the others in order.
const toban = spawn(join(root, 'toban'), ['up'], {
  cwd: root,
  env: environment,
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: true,
});
const exited = once(toban, 'exit');
try {
  await untilReady(toban);
  await deliverOnce();
  say(
    `\nConsole:  http://127.0.0.1:${PORT}\nInbox:    ${SANDBOX}\nTry:      ./toban jobs next manga-anime\nEnd:      Ctrl-C\n`,
    `\n管理画面： http://127.0.0.1:${PORT}\n受信箱：   ${SANDBOX}\n試す：     ./toban jobs next manga-anime\n終了：     Ctrl-C\n`,
  );
  await Promise.race([exited, aborted()]);
} catch (error) {
  if (!ended.signal.aborted) process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = ended.signal.aborted ? 0 : 1;
} finally {
  if (toban.exitCode === null && toban.signalCode === null) toban.kill('SIGTERM');
  await exited;
  await sandbox.close();
}

function aborted(): Promise<void> {
  return new Promise((resolve) => {
    if (ended.signal.aborted) resolve();
    ended.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function untilReady(child: ChildProcess): Promise<void> {
  for (
    const deadline = Date.now() + 30_000;
    Date.now() < deadline && !ended.signal.aborted;
    await new Promise((resolve) => setTimeout(resolve, 100))
  ) {
    if (child.exitCode !== null) throw new Error(`Toban ended with exit code ${child.exitCode}.`);
    const ready = await fetch(`http://127.0.0.1:${PORT}/readyz`).catch(() => undefined);
    if (ready?.ok && (await token())) return;
  }
  throw new Error('Toban was not ready within 30 seconds.');
}

async function token(): Promise<string | undefined> {
  return JSON.parse(await readFile(join(DATA, 'server.json'), 'utf8').catch(() => '{}')).token;
}

/** Collects and delivers at once, rather than at eight o'clock. */
async function deliverOnce(): Promise<void> {
  for (const [job, en, ja] of [
    ['collect', 'Collecting releases…', '新着を収集しています…'],
    ['deliver', 'Delivering the digest…', 'まとめを配信しています…'],
  ] as const) {
    say(en, ja);
    const response = await fetch(`http://127.0.0.1:${PORT}/api/operations/jobs.run`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await token()}`,
        'content-type': 'application/json',
        'accept-language': japanese ? 'ja' : 'en',
      },
      body: JSON.stringify({ input: { service: 'manga-anime', job } }),
      signal: ended.signal,
    });
    const run = (await response.json()) as {
      outcome?: string;
      report?: { summary?: string };
      error?: { detail: string; hint?: string };
      detail?: string;
    };
    say(
      `  ${run.outcome ?? response.status}: ${run.report?.summary ?? run.error?.detail ?? run.detail ?? ''}`,
      `  ${run.outcome ?? response.status}：${run.report?.summary ?? run.error?.detail ?? run.detail ?? ''}`,
    );
  }
}

function portTaken(error: NodeJS.ErrnoException): never {
  process.stderr.write(
    error.code === 'EADDRINUSE'
      ? `Port ${SANDBOX_PORT} or ${SMTP_PORT} is in use. Set SANDBOX_PORT and SANDBOX_SMTP_PORT to free ones.\n`
      : `${error.message}\n`,
  );
  process.exit(1);
}
