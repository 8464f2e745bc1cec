// The server's own life: begin to listen, survive its errors, end within a time.
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../log';

/** What is still being read or written when the server closes gets this long. */
const lastRequestsMs = 3_000;

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
