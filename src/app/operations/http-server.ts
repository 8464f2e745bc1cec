// The server's own life: begin to listen, survive its errors and slow callers, end within a time.
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Log } from '../../log';
import { networkOf } from '../../tools/network-address';

/** What is still being read or written when the server closes gets this long. */
const lastRequestsMs = 3_000;

/** Who dribbles a head or a body is not waited for longer; a file of 10 MB comes on a slow line in this time. */
const slowest = { headersTimeout: 10_000, requestTimeout: 120_000, connectionsCheckingInterval: 2_000 };
/** Proxies keep an idle connection for a minute. Were it ours to end it first, a request on its way would be lost. */
const keepAliveTimeout = 65_000;
/** Connections of one network, WebSockets among them. */
const defaultCap = 2_000;

interface Callers {
  /** A proxy of ours, which brings many people. */
  isTrusted(address: string): boolean;
  maxConnectionsPerAddress?: number;
}

export function create(
  listener: RequestListener,
  { isTrusted, maxConnectionsPerAddress = defaultCap }: Callers,
): Server {
  const counts = new Map<string, number>();
  const server = createServer({ ...slowest, keepAliveTimeout }, listener);
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    if (isTrusted(address)) return;
    const { id } = networkOf(address);
    const count = (counts.get(id) ?? 0) + 1;
    if (count > maxConnectionsPerAddress) return void socket.destroy();
    counts.set(id, count);
    socket.once('close', () => {
      const left = counts.get(id)! - 1;
      if (left > 0) counts.set(id, left);
      else counts.delete(id);
    });
  });
  return server;
}

/** Resolves to the port. Rejects when it cannot be had; later errors (no descriptor left for a connection) are only logged. */
export async function listen(
  server: Server,
  place: { port: number; host: string; log: Log },
): Promise<number> {
  server.listen(place.port, place.host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`Something listens on port ${place.port} already: stop it, or set PORT to another.`);
  });
  server.on('error', (error) => place.log.error({ err: error }, 'the HTTP server has an error'));
  return (server.address() as AddressInfo).port;
}

/** Takes nothing new at once; a slow download does not hold it up. */
export async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), lastRequestsMs);
  await closed;
  clearTimeout(late);
}
