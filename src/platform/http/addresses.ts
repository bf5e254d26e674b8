import { BlockList, isIPv6 } from 'node:net';

/** Of IANA's IPv4 special-purpose registry all that is not globally reachable, and multicast. */
const CLOSED_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Within 2000::/3: protocol assignments with Teredo, documentation, 6to4. All outside of it is closed anyway. */
const CLOSED_V6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
];

const closed = new BlockList();
for (const [network, prefix] of CLOSED_V4) closed.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of CLOSED_V6) closed.addSubnet(network, prefix, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address is one of the public Internet. Loopback, private, link-local, shared (CGNAT), IPv4-mapped, NAT64,
 * unique-local, multicast and reserved addresses are not.
 */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  if (isIPv6(plain)) return global6.check(plain, 'ipv6') && !closed.check(plain, 'ipv6');
  return !closed.check(plain, 'ipv4');
}

/** Thrown from inside a connection attempt to an address that this request may not reach. */
export class ForbiddenAddress extends Error {
  readonly address: string;

  constructor(host: string, address: string) {
    super(host === address ? address : `${host} (${address})`);
    this.address = address;
  }
}
