/** READ FIRST. The whole of Toban: what it can do, how it is opened, and the surfaces by which it is reached. */
import { pathToFileURL } from 'node:url';
import { asOpsError, OpsError } from '#platform/errors.ts';
import type { Platform, PlatformOptions } from '#platform/index.ts';
import { openFiles } from '#platform/files.ts';
import { readSettings, type Settings } from '#platform/settings.ts';
import { type Manuals, readManuals } from '#manual/manuals.ts';
import { createRegistry } from '#operations/registry.ts';
import { openToban, type OpenToban } from '#operations/toban.ts';
import { capabilities, openIdentity } from '#capabilities/index.ts';
import type { OpenBackend } from '#surfaces/cli/backend.ts';
import { runCli } from '#surfaces/cli/cli.ts';
import { localBackend } from '#surfaces/cli/local-backend.ts';
import { answers, remoteBackend } from '#surfaces/cli/remote-backend.ts';
import { readServerFile } from '#surfaces/cli/server-file.ts';
import { addUpCommand } from '#surfaces/cli/commands/up-command.ts';
import { VERSION } from '#surfaces/http/version.ts';

/** Whatever is written is for its owner alone. */
process.umask(0o077);
const environment = process.env;
const registry = createRegistry(capabilities);

async function loadManuals({ config }: Settings): Promise<Manuals> {
  try {
    const { default: installation } = await import(pathToFileURL(config).href);
    return readManuals(installation);
  } catch (thrown) {
    if (thrown instanceof OpsError) throw thrown;
    throw new OpsError('config.unreadable', `${config} could not be loaded: ${(thrown as Error).message}`, {
      kind: 'usage',
      hint: 'Name another by --config, or see docs/writing-a-manual.md',
      cause: thrown,
    });
  }
}

async function open(platform: Platform, role: 'server' | 'cli'): Promise<OpenToban> {
  return openToban(platform, await loadManuals(platform.settings), registry, role);
}

/** Loaded when it is needed: help and the commands that ask a running server do without. */
const openPlatform = async (options: Omit<PlatformOptions, 'environment'>): Promise<Platform> =>
  (await import('#platform/index.ts')).openPlatform({ ...options, environment });

/** A running server where there is one that answers; else this process works on the store itself. */
const openBackend: OpenBackend = async (lang) => {
  const { TOBAN_URL: url, TOBAN_TOKEN: token } = environment;
  if (url && token) return remoteBackend({ url, token }, lang);
  const settings = readSettings(environment);
  const server = await readServerFile(openFiles(settings.data));
  if (server && (await answers(server))) return remoteBackend(server, lang);
  return localBackend(await open(await openPlatform({ settings, terminal: false }), 'cli'), lang);
};

const lang =
  environment['TOBAN_LANG'] === 'ja' || (!environment['TOBAN_LANG'] && environment['LANG']?.startsWith('ja'))
    ? 'ja'
    : 'en';

process.exitCode = await runCli(
  {
    registry,
    openBackend,
    lang,
    version: VERSION,
    aliases: { status: ['overview', 'show'] },
    extra: (program) =>
      addUpCommand(program, lang, async (overrides) => ({
        platform: await openPlatform({ settings: readSettings(environment, overrides), terminal: true }),
        openToban: (platform) => open(platform, 'server'),
        openIdentity,
      })),
  },
  process.argv.slice(2),
).catch((thrown: unknown) => (process.stderr.write(`${asOpsError(thrown).message}\n`), 1));
