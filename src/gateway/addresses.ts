// How many connections each network address has on this node: one address must not take them all.
import type { IncomingMessage } from 'node:http';
import type { Server, Socket } from 'socket.io';
import type { GatewayOptions } from './deps';

/** An office or a mobile network shares one address. */
const defaultCap = 2_000;

export function createAddressBook({
  rateLimits,
  addressOf,
  maxConnectionsPerAddress = defaultCap,
}: GatewayOptions) {
  const counts = new Map<string, number>();

  const addresses = new WeakMap<Socket['conn'], string>();

  function left(this: Socket['conn']): void {
    const address = addresses.get(this)!;
    const count = counts.get(address)! - 1;
    if (count > 0) counts.set(address, count);
    else counts.delete(address);
  }

  return {
    hasRoom: (request: IncomingMessage): boolean =>
      !rateLimits || (counts.get(addressOf(request)) ?? 0) < maxConnectionsPerAddress,
    /** Counts what connects; one shared listener, since there is one for each connection. */
    watch(engine: Server['engine']): void {
      if (!rateLimits) return;
      engine.on('connection', (transport: Socket['conn']) => {
        const address = addressOf(transport.request as IncomingMessage);
        addresses.set(transport, address);
        counts.set(address, (counts.get(address) ?? 0) + 1);
        transport.on('close', left);
      });
    },
  };
}
