// The least that speaks socket.io over one WebSocket, so that the load costs little beside what it measures.
import WebSocket from 'ws';

type Handler = (...args: unknown[]) => void;

export class Wire {
  private readonly acks = new Map<number, (reply: unknown) => void>();
  private readonly handlers = new Map<string, Handler>();
  private nextAck = 0;

  private constructor(
    private readonly socket: WebSocket,
    private readonly namespace: string,
  ) {}

  /** Resolves when the namespace has accepted; rejects with what it refused. */
  static connect(
    url: string,
    namespace: string,
    auth: object,
    handlers: Record<string, Handler> = {},
  ): Promise<Wire> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, {
      perMessageDeflate: false,
    });
    const prefix = namespace === '/' ? '' : `${namespace},`;
    const wire = new Wire(socket, prefix);
    for (const [event, handler] of Object.entries(handlers)) wire.handlers.set(event, handler);
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('closed')));
      socket.on('message', (data: Buffer) => {
        const frame = data.toString();
        if (frame[0] === '0') socket.send(`40${prefix}${JSON.stringify(auth)}`);
        else if (frame[0] === '2') socket.send('3');
        else if (frame.startsWith('40')) resolve(wire);
        else if (frame.startsWith('44')) reject(new Error(frame));
        else wire.receive(frame);
      });
    });
  }

  call<T>(event: string, body: unknown): Promise<T> {
    const id = this.nextAck++;
    return new Promise((resolve) => {
      this.acks.set(id, resolve as (reply: unknown) => void);
      this.socket.send(`42${this.namespace}${id}${JSON.stringify([event, body])}`);
    });
  }

  on(event: string, handler: Handler): void {
    this.handlers.set(event, handler);
  }

  close(): void {
    this.socket.terminate();
  }

  private receive(frame: string): void {
    const start = frame.indexOf('[');
    if (start < 0) return;
    if (frame[1] === '3') {
      const id = Number(frame.slice(2 + this.namespace.length, start));
      const resolve = this.acks.get(id);
      this.acks.delete(id);
      resolve?.((JSON.parse(frame.slice(start)) as unknown[])[0]);
      return;
    }
    const name = frame.slice(start + 2, frame.indexOf('"', start + 2));
    const handler = this.handlers.get(name);
    if (handler) handler(...(JSON.parse(frame.slice(start)) as unknown[]).slice(1));
  }
}
