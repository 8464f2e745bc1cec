// What waits for a client that does not read, in the program and in its socket.
import type { Reader } from './read-budget';

/** What an engine.io connection holds, as far as it is looked at here. */
export interface Transport {
  writeBuffer: ReadonlyArray<{ data?: { length: number } }>;
  /** `socket` is the WebSocket; a polling transport has none. */
  transport: { socket?: { bufferedAmount?: number; terminate?: () => void } };
  close(discard: boolean): void;
}

export interface Connected {
  conn: object;
}

export function unsentBytes({ writeBuffer, transport }: Transport): number {
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) bytes += data?.length ?? 0;
  return bytes;
}

const readers = new WeakMap<object, Reader>();

/** One for each connection, however many namespaces it is in. */
export function readerOf({ conn }: Connected): Reader {
  const known = readers.get(conn);
  if (known) return known;
  const reader = { unsentBytes: () => unsentBytes(conn as Transport) };
  readers.set(conn, reader);
  return reader;
}
