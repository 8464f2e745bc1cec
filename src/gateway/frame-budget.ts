// What a connection sends is counted before anything of it is read: whoever sends far more than the limits of its events
// allow is closed, so that refusing it costs nothing.
import type { Server, Socket } from 'socket.io';

/** Bytes of one frame: the longest message, each character escaped, fits. */
export const maxFrameBytes = 64 * 1024;

const windowMs = 10_000;
/** Events of a customer and an agent are limited to 150 and 180 in this time. */
const maxFrames = 600;
const maxBytes = 2 * 1024 * 1024;
/** A close that is not answered gets this long. */
const closeMs = 1_000;
/** RFC 6455, 7.4.1: policy violation. */
const policyViolation = 1008;

interface Frame {
  type: string;
  data?: { length: number };
}

type Connection = Socket['conn'];

interface Clock {
  now(): number;
}

/** @returns how many were closed since the start */
export function watchFrames(engine: Server['engine'], clock: Clock = performance): () => number {
  let closed = 0;
  engine.on('connection', (connection: Connection) => {
    let [frames, bytes, until] = [0, 0, 0];
    // Engine.io says this before it hands the text on to be parsed.
    connection.on('packet', ({ data }: Frame) => {
      if (clock.now() >= until) [frames, bytes, until] = [0, 0, clock.now() + windowMs];
      frames += 1;
      bytes += data?.length ?? 0;
      if (frames <= maxFrames && bytes <= maxBytes) return;
      closed += 1;
      closeWithReason(connection, 'Too many messages at once');
    });
  });
  return () => closed;
}

/** A WebSocket hears why; a polling transport only ends. */
function closeWithReason(connection: Connection, reason: string): void {
  const { socket } = connection.transport as unknown as {
    socket?: { close?(code: number, reason: string): void; terminate?(): void };
  };
  socket?.close?.(policyViolation, reason);
  connection.close(true);
  setTimeout(() => socket?.terminate?.(), closeMs).unref();
}
