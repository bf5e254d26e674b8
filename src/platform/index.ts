import { type Clock, systemClock } from './clock.ts';
import { type Commands, openCommands } from './commands.ts';
import { openStore, type Store } from './db/store.ts';
import { type Events, openEvents } from './events.ts';
import { type Files, openFiles } from './files.ts';
import { type Http, openHttp } from './http.ts';
import { type Log, openLog } from './log.ts';
import { openSecrets, type Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/** The outside world, as small ports. Whatever is above this folder reaches it through here and nowhere else. */
export type Platform = {
  settings: Settings;
  clock: Clock;
  store: Store;
  files: Files;
  http: Http;
  commands: Commands;
  secrets: Secrets;
  log: Log;
  events: Events;
};

export type PlatformOptions = {
  settings: Settings;
  environment: Record<string, string | undefined>;
  /** Whether log lines are also shown at the terminal. */
  terminal: boolean;
  clock?: Clock;
};

export async function openPlatform({
  settings,
  environment,
  terminal,
  clock = systemClock,
}: PlatformOptions): Promise<Platform> {
  const files = openFiles(settings.data);
  await files.ensureFolder(settings.data);
  await files.giveUpRoom();
  const secrets = openSecrets({ files, environment, keyFile: settings.keyFile });
  const log = openLog({ files, secrets, level: 'info', terminal });
  const store = await openStore(
    settings.databaseUrl ? { url: settings.databaseUrl } : { path: files.path('toban.db') },
  );
  return {
    settings,
    clock,
    store,
    files,
    secrets,
    log,
    http: openHttp({ deadlineMs: settings.providerDeadlineMs }),
    commands: openCommands(),
    events: openEvents(),
  };
}
