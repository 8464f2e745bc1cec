// How many connections each network has on this node: one network must not take them all.
import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'socket.io';
import { networkOf } from '../tools/network-address';
import type { GatewayOptions } from './deps';

/** An office or a mobile network shares one address. */
const defaultCap = 2_000;
/** Networks of one /48 together. */
const widerFactor = 4;

export function createConnectionLimits({
  rateLimits,
  addressOf,
  maxConnectionsPerAddress = defaultCap,
}: GatewayOptions) {
  const counts = new Map<string, number>();
  const networks = new WeakMap<Socket['conn'], string[]>();

  const keysOf = (request: IncomingMessage): string[] => {
    const { id, widerNetwork } = networkOf(addressOf(request));
    return widerNetwork ? [id, widerNetwork] : [id];
  };

  function left(this: Socket['conn']): void {
    for (const key of networks.get(this)!) {
      const count = counts.get(key)! - 1;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
    }
  }

  return {
    hasRoom(request: IncomingMessage): boolean {
      if (!rateLimits) return true;
      const [id, widerNetwork] = keysOf(request);
      const has = (key: string, cap: number) => (counts.get(key) ?? 0) < cap;
      return (
        has(id!, maxConnectionsPerAddress) &&
        (!widerNetwork || has(widerNetwork, maxConnectionsPerAddress * widerFactor))
      );
    },
    /** Counts what connects; one shared listener, since there is one for each connection. */
    watch(engine: Server['engine']): void {
      if (!rateLimits) return;
      engine.on('connection', (transport: Socket['conn']) => {
        const keys = keysOf(transport.request as IncomingMessage);
        networks.set(transport, keys);
        for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
        transport.on('close', left);
      });
    },
  };
}
