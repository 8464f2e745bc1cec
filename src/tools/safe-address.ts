// Which hosts may be reached when a person or tenant named them: public ones, and what the operator allowed. Whoever
// connects does so to the address that was checked.
import { lookup as resolveName } from 'node:dns';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import { DomainError } from '../errors';
import { withinLimits } from './linked-signal';

export type ResolveName = typeof resolveName;

/** Throws `forbidden` for an address that is not open. */
export type AddressCheck = (address: string) => void;

export interface SafeHost {
  /** The address to connect to. */
  host: string;
  /** The name that TLS asks for and checks; undefined for a host that was given as an address. */
  servername?: string;
  /** False for an address inside, that the operator allowed. */
  isPublic: boolean;
}

/** Errors: `forbidden` (an address inside), `unavailable` (no such name, or no answer). Their messages are for people. */
export type ResolveSafeHost = (host: string) => Promise<SafeHost>;

const resolveMs = 10_000;
const closedV4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 ' +
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4';
/** Inside 2000::/3, outside of which nothing is public: Teredo, benchmarks, documentation, 6to4 (they may carry a private IPv4). */
const closedV6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20';
const closed = blockList(`${closedV4} ${closedV6}`.split(' '));
const openV6 = blockList(['2000::/3']);

/** For whatever takes a host and a port: SMTP, IMAP. @param allow CIDRs that are open although they are not public */
export function createResolveSafeHost({
  allow,
  resolve = resolveName,
}: {
  allow: readonly string[];
  resolve?: ResolveName;
}): ResolveSafeHost {
  const check = createAddressCheck(allow);
  const lookup = checkedLookup(resolve, check);
  return async (given) => {
    const host = given.trim().replace(/^\[|\]$/g, '');
    const isAddress = isIP(host) > 0;
    const address = isAddress ? host : await addressOf(host, lookup);
    if (isAddress) check(host);
    return { host: address, ...(!isAddress && { servername: host }), isPublic: isPublic(address) };
  };
}

async function addressOf(name: string, lookup: LookupFunction): Promise<string> {
  try {
    return await withinLimits(
      { timeoutMs: resolveMs },
      () =>
        new Promise<string>((done, failed) => {
          lookup(name, {}, (error, address) => (error ? failed(error) : done(String(address))));
        }),
    );
  } catch (error) {
    if (error instanceof DomainError) throw error;
    throw new DomainError('unavailable', `There is no server named ${name}.`, { cause: error });
  }
}

/** @param allow CIDRs; throws an Error that says which one is wrong */
export function createAddressCheck(allow: readonly string[]): AddressCheck {
  const allowed = blockList(allow);
  return (address) => {
    if (!allowed.check(...plain(address)) && !isPublic(address))
      throw new DomainError(
        'forbidden',
        'This address is inside the network: whoever runs the server opens it with FETCH_ALLOW.',
      );
  };
}

function isPublic(address: string): boolean {
  const [literal, family] = plain(address);
  const isOpen = family === 'ipv4' || openV6.check(literal, family);
  return isOpen && !closed.check(literal, family);
}

/** A mapped address is the one that it maps. */
function plain(address: string): [literal: string, family: 'ipv4' | 'ipv6'] {
  const literal = expand(address);
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(literal)?.[1] ?? literal;
  return [mapped, isIPv4(mapped) ? 'ipv4' : 'ipv6'];
}

/** node:net connects to exactly what this hands back. It is not asked about a literal address. */
export function checkedLookup(resolve: ResolveName, check: AddressCheck): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '');
      try {
        for (const { address } of addresses) check(address);
      } catch (refused) {
        return done(refused as NodeJS.ErrnoException, '');
      }
      const [first] = addresses;
      if (!first) return done(new Error('The name has no address.'), '');
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}

/** WHATWG URLs write a mapped address as ::ffff:7f00:1. */
function expand(literal: string): string {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(literal) ?? [];
  if (high === undefined || low === undefined) return literal;
  const [a, b] = [parseInt(high, 16), parseInt(low, 16)];
  return [a >> 8, a & 255, b >> 8, b & 255].join('.');
}

function blockList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [address = '', bits] = cidr.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    const prefix = bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits);
    if (!isIP(address) || !Number.isInteger(prefix)) throw new Error(`FETCH_ALLOW: ${cidr} is not a CIDR.`);
    list.addSubnet(address, prefix, family);
  }
  return list;
}
