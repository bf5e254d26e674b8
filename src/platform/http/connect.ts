import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { ForbiddenAddress, isPublicAddress } from './addresses.ts';
import type { Address, NameResolver } from './resolver.ts';

const CONNECT_MS = 10_000;
const CONNECTIONS_PER_ORIGIN = 128;

/**
 * Connections whose addresses are judged after the name is resolved and are then used as judged, so no second answer
 * of a name server can slip in between. One forbidden address among several refuses the name.
 */
export function openAgent(resolve: NameResolver, allowPrivate: boolean): Agent {
  const judge = (host: string, addresses: Address[]): void => {
    const forbidden = allowPrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
    if (forbidden) throw new ForbiddenAddress(host, forbidden.address);
  };
  const connector = buildConnector({
    timeout: CONNECT_MS,
    allowH2: false,
    rejectUnauthorized: true,
    lookup: lookupWith(resolve, judge),
  });
  return new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      const host = options.hostname.replace(/^\[|\]$/g, '');
      try {
        // A literal address is never looked up, so it is judged here.
        if (isIP(host) !== 0) judge(host, [{ address: host, family: isIP(host) === 6 ? 6 : 4 }]);
        connector(options, callback);
      } catch (thrown) {
        callback(thrown as Error, null);
      }
    },
  });
}

function lookupWith(resolve: NameResolver, judge: (host: string, addresses: Address[]) => void): LookupFunction {
  return (host, options, callback) => {
    const answer = async (): Promise<Address[]> => {
      const addresses = await resolve(host);
      judge(host, addresses);
      if (addresses.length === 0) throw Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' });
      return addresses;
    };
    answer().then(
      (addresses) => {
        if (options.all) callback(null, addresses);
        else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
      },
      (thrown: Error) => callback(thrown, ''),
    );
  };
}
