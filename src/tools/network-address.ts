// Whom an address stands for. A household or a host has a whole /64 of IPv6 (RFC 6177), often a /48: counting single
// addresses counts nothing.
import { isIPv4, isIPv6 } from 'node:net';

export interface Network {
  /** An IPv4 address, or the /64 of an IPv6 one. */
  id: string;
  /** The /48 around it; IPv4 has none. */
  widerNetwork?: string;
}

/** @param address as a socket or a proxy names it: with a port, in brackets, with a zone, IPv4 mapped into IPv6 */
export function networkOf(address: string): Network {
  const plain = plainAddress(address.trim());
  if (isIPv4(plain)) return { id: plain };
  if (!isIPv6(plain)) return { id: 'unknown' };
  const groups = groupsOf(plain);
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return { id: [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.') };
  const prefix = (length: number) =>
    groups
      .slice(0, length)
      .map((group) => group.toString(16))
      .join(':');
  return { id: `${prefix(4)}::/64`, widerNetwork: `${prefix(3)}::/48` };
}

function plainAddress(address: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(address)?.[1];
  return (bracketed ?? withPort ?? address).split('%')[0]!;
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = dotted
    ? `${dotted[1]}${hexOf(dotted[2]!, dotted[3]!)}:${hexOf(dotted[4]!, dotted[5]!)}`
    : address;
  const [head = '', tail] = hex.split('::');
  const [before, after] = [head, tail ?? ''].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = tail === undefined ? [] : Array<string>(8 - before!.length - after!.length).fill('0');
  return [...before!, ...zeros, ...after!].map((group) => parseInt(group, 16));
}

const hexOf = (high: string, low: string) => ((Number(high) << 8) | Number(low)).toString(16);
