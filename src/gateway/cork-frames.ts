// An agent hears many sessions: what is flushed to it together leaves in one write, not in one a frame.
import type { Writable } from 'node:stream';
import type { Socket } from 'socket.io';

/** For one connection; a transport without a WebSocket (polling) joins by itself. */
export function corkFrames(connection: Socket['conn']): void {
  connection.on('flush', () => {
    const { socket } = connection.transport as unknown as { socket?: { _socket?: Writable } };
    const stream = socket?._socket;
    if (!stream) return;
    stream.cork();
    process.nextTick(() => stream.uncork());
  });
}
