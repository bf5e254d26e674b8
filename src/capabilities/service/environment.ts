import type { ServiceManual } from '#manual/service.ts';
import type { Toban } from '#operations/context.ts';
import { serviceToken } from '#capabilities/access/index.ts';

/** What a program of the service is started with. Secrets are read at this moment; throws `secret.missing`. */
export async function programEnvironment(
  at: Toban,
  manual: ServiceManual,
  extra: Record<string, string> = {},
): Promise<Record<string, string>> {
  const token = await serviceToken(at, manual.id);
  at.secrets.register(token);
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(manual.environment)) {
    own[name] = typeof value === 'string' ? value : await at.secrets.read(value.secret);
  }
  const ours = { TOBAN_URL: addressOf(at), TOBAN_TOKEN: token, TOBAN_SERVICE: manual.id, TOBAN_LANG: at.settings.lang };
  return { ...own, ...ours, ...extra };
}

/** Where a program on this machine reaches Toban: a server that listens on every address is reached by the local one. */
function addressOf({ settings: { host, port } }: Toban): string {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
}
