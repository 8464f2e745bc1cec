// A WebSocket that sends a text as one buffer, where ws sends header and text as two: half the work of a small frame.
import type { Writable } from 'node:stream';
import { WebSocket, WebSocketServer, type Server, type ServerOptions } from 'ws';

type Sent = (error?: Error | null) => void;

const finalText = 0x81;

class OneWriteSocket extends WebSocket {
  override send(data: never, ...rest: never[]): void {
    const { _socket: stream } = this as unknown as { _socket?: Writable };
    if (typeof data !== 'string' || !stream || this.readyState !== WebSocket.OPEN)
      return super.send(data, ...(rest as [never, never]));
    const sent: unknown = rest.at(-1);
    stream.write(frame(data), typeof sent === 'function' ? (sent as Sent) : undefined);
  }
}

/** RFC 6455, 5.2: unmasked, unfragmented, uncompressed. */
function frame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const buffer = Buffer.allocUnsafe(head + length);
  buffer[0] = finalText;
  if (head === 2) buffer[1] = length;
  else if (head === 4) {
    buffer[1] = 126;
    buffer.writeUInt16BE(length, 2);
  } else {
    buffer[1] = 127;
    buffer.writeBigUInt64BE(BigInt(length), 2);
  }
  buffer.write(text, head);
  return buffer;
}

/** What sends a frame that is there already, such as one that socket.io made once for many sockets. */
interface Sender {
  _socket: Writable;
  sendFrame(frame: Buffer[], sent?: Sent): void;
}

/** The first of many puts it together, for all of them. */
function sendWhole(this: Sender, frame: Buffer[], sent?: Sent): void {
  if (frame.length > 1) frame.splice(0, frame.length, Buffer.concat(frame));
  this._socket.write(frame[0], sent);
}

type Upgrade = Server<typeof OneWriteSocket>['handleUpgrade'];

/** For socket.io's option `wsEngine`; without compression only. */
export class OneWriteServer extends WebSocketServer<typeof OneWriteSocket> {
  constructor(options: ServerOptions<typeof OneWriteSocket>) {
    super({ ...options, WebSocket: OneWriteSocket });
  }

  override handleUpgrade(...[request, socket, head, done]: Parameters<Upgrade>): void {
    super.handleUpgrade(request, socket, head, (client, asked) => {
      (client as unknown as { _sender: Sender })._sender.sendFrame = sendWhole;
      done(client, asked);
    });
  }
}
