import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';
import { WebSocket } from 'ws';
import { OneWriteServer } from './single-write-websocket';

describe('a WebSocket that sends a text as one buffer', () => {
  let http: Server;
  let server: OneWriteServer;

  beforeAll(async () => {
    http = createServer();
    server = new OneWriteServer({ noServer: true, perMessageDeflate: false });
    http.on('upgrade', (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (client) => server.emit('connection', client, request)),
    );
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => http.close(resolve));
  });

  async function pair(): Promise<{ ours: WebSocket; theirs: WebSocket; close(): void }> {
    const accepted = new Promise<WebSocket>((resolve) => server.once('connection', resolve));
    const theirs = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
    const [ours] = await Promise.all([accepted, new Promise((resolve) => theirs.once('open', resolve))]);
    return { ours, theirs, close: () => theirs.terminate() };
  }

  test('texts of every length of header arrive whole, in order, among binary frames and pings', async () => {
    const { ours, theirs, close } = await pair();
    const sent = [0, 1, 125, 126, 65_535, 65_536, 200_000].map((length) => 'x'.repeat(length));
    sent.push('Straße 🦊 مرحبا', 'é'.repeat(63));
    const received: string[] = [];
    const all = new Promise<void>((resolve) => {
      theirs.on('message', (data) => {
        received.push(String(data));
        if (received.length === sent.length + 1) resolve();
      });
    });
    for (const text of sent) ours.send(text);
    ours.ping();
    ours.send(Buffer.from('binary'));
    await all;
    expect(received).toEqual([...sent, 'binary']);
    close();
  });

  test('a frame that was made for several arrives whole at each, as one buffer', async () => {
    const [one, other] = [await pair(), await pair()];
    const frame = [Buffer.from([0x81, 5]), Buffer.from('hello')];
    const writes: number[] = [];
    for (const { ours, theirs, close } of [one, other]) {
      const { _sender: sender } = ours as unknown as {
        _sender: { _socket: Writable; sendFrame(list: Buffer[]): void };
      };
      const write = jest.spyOn(sender._socket, 'write');
      const heard = new Promise((resolve) => theirs.once('message', (data) => resolve(String(data))));
      sender.sendFrame(frame);
      expect(await heard).toBe('hello');
      writes.push(write.mock.calls.length);
      close();
    }
    expect(writes).toEqual([1, 1]);
  });

  test('the sender hears when a text has left, and that one has not', async () => {
    const { ours, theirs } = await pair();
    expect(await new Promise((resolve) => ours.send('left', resolve))).toBeFalsy();
    const closed = new Promise((resolve) => ours.once('close', resolve));
    theirs.terminate();
    await closed;
    expect(await new Promise((resolve) => ours.send('too late', resolve))).toBeInstanceOf(Error);
  });
});
