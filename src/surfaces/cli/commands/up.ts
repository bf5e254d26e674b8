import { randomBytes } from 'node:crypto';
import type { Platform } from '#platform/index.ts';
import type { OpenIdentity } from '#operations/identity.ts';
import type { OpenToban } from '#operations/toban.ts';
import { localActor } from '../local-backend.ts';
import { readServerFile, type Server, SERVER_FILE } from '../server-file.ts';

export type Up = {
  platform: Platform;
  openToban: (platform: Platform) => Promise<OpenToban>;
  openIdentity: OpenIdentity;
};

/** What the process must be told to end. */
const ENDINGS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** Past this the process ends whatever still hangs; what it held is found again at the next start. */
const LONGEST_END_MS = 30_000;

/** Serves until it is told to end. Resolves once everything it started has ended. */
export async function up({ platform, openToban, openIdentity }: Up): Promise<void> {
  const { files, settings } = platform;
  await using _ = await files.lock('server');
  const asked = untilAsked();
  // A failure that nobody awaited must not end the services with it; it is loud in the log.
  process.on('unhandledRejection', (reason) =>
    platform.log.error('an unexpected failure', { error: String(reason), stack: (reason as Error)?.stack }),
  );
  const opened = await openToban(platform);
  const identity = openIdentity(opened.toban);
  const { startHttp } = await import('#surfaces/http/server.ts');
  // After a kill the file is still there: its token stays good, so that whoever reads it meanwhile is not turned away.
  const known = await readServerFile(files);
  const owner = { token: known?.token ?? `tbo_${randomBytes(32).toString('base64url')}`, actor: localActor() };
  platform.secrets.register(owner.token);
  const http = await startHttp(opened.toban, identity, owner);
  await files.writeAtomic(SERVER_FILE, JSON.stringify({ url: http.url, token: owner.token } satisfies Server));
  opened.startWorkers();
  announce(http.url, await identity.oneTimeCode(), settings.lang);

  platform.log.info('stopping', { signal: await asked });
  setTimeout(() => process.exit(1), LONGEST_END_MS).unref();
  await opened.quiesce();
  await files.remove(SERVER_FILE);
  await http.close();
  await opened.close();
}

function untilAsked(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ENDINGS) process.on(signal, () => resolve(signal));
  });
}

function announce(url: string, code: string | null, lang: 'en' | 'ja'): void {
  const say = (en: string, ja: string) => process.stdout.write(`${lang === 'ja' ? ja : en}\n`);
  say(`Toban is ready: ${url}`, `当番の準備ができました： ${url}`);
  if (code !== null)
    say(`One-time code for the first administrator: ${code}`, `最初の管理者を作るワンタイムコード： ${code}`);
}
