import { lookup as systemLookup } from 'node:dns/promises';
import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { pooled } from './pooled.ts';

export type Address = { address: string; family: 4 | 6 };
export type NameResolver = (host: string) => Promise<Address[]>;

const TRY_MS = 1500;
const TRIES = 2;
const SYSTEM_LOOKUPS = 2;

/**
 * Names to addresses: the hosts file, then DNS without the thread pool, which file work shares and a few dead names
 * would fill. Only a name that DNS does not know goes to the system's resolver (mDNS, search domains), two at a time.
 */
export function openResolver(servers: string[] = []): NameResolver {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers(servers);
  const system = pooled(SYSTEM_LOOKUPS, (host: string) => systemLookup(host, { all: true }));

  return async (host) => {
    const family = isIP(host);
    if (family !== 0) return [{ address: host, family: family === 6 ? 6 : 4 }];
    const local = await fromHosts(host);
    if (local.length > 0) return local;
    const found = await fromDns(resolver, host);
    if (Array.isArray(found)) return found;
    if (found.code === 'ETIMEOUT' || servers.length > 0) throw found;
    return (await system(host)).map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
  };
}

async function fromDns(resolver: Resolver, host: string): Promise<Address[] | NodeJS.ErrnoException> {
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses: Address[] = [
    ...(v4.status === 'fulfilled' ? v4.value : []).map((address) => ({ address, family: 4 as const })),
    ...(v6.status === 'fulfilled' ? v6.value : []).map((address) => ({ address, family: 6 as const })),
  ];
  return addresses.length > 0 || v4.status === 'fulfilled' ? addresses : v4.reason;
}

/** RFC 6761: localhost and what ends in it is loopback, whatever a server says. */
async function fromHosts(host: string): Promise<Address[]> {
  const name = host.toLowerCase().replace(/\.$/, '');
  const lines = (await readFile('/etc/hosts', 'utf8').catch(() => '')).split('\n');
  const entries = lines.map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  const named = entries.filter(([, ...names]) => names.some((known) => known.toLowerCase() === name));
  const addresses = named.map(([address]) => address ?? '').filter((address) => isIP(address) !== 0);
  const isLocalhost = name === 'localhost' || name.endsWith('.localhost');
  const found = addresses.length === 0 && isLocalhost ? ['127.0.0.1', '::1'] : addresses;
  return found.map((address) => ({ address, family: isIP(address) === 6 ? 6 : 4 }));
}
