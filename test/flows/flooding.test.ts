// What strangers may cost a node: frames, handshakes by network, pages of logs, slow requests, guesses at a password.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import * as httpServer from '../../src/app/operations/http-server';
import { rateRules } from '../../src/gateway/rate-rules';
import { createLogins } from '../../src/identity/logins';
import { hashPassword } from '../../src/identity/passwords';
import type { Account } from '../../src/identity/store';
import { createLog } from '../../src/log';
import { createMemoryRealtime } from '../../src/stores/memory';
import { eventually } from '../../src/tools/eventually';
import { createHarness, type Harness, type Node, type Organization } from './gateway-harness';

let harness: Harness;
let node: Node;
let shop: Organization;
/** The address that the next connection comes from. */
let address = '2001:db8:1:1::1';

beforeAll(async () => {
  harness = await createHarness();
  shop = await harness.organization('Shop', 1);
  node = await harness.node({ rateLimits: true, addressOf: () => address });
});
afterAll(() => harness?.close());

/** A WebSocket in namespace /customer, without socket.io's manners. */
async function raw(auth: object = { channelKey: shop.channelKey }, namespace = '/customer') {
  const socket = new WebSocket(`${node.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  const closed = once(socket, 'close') as Promise<[number, Buffer]>;
  await once(socket, 'open');
  socket.send(`40${namespace === '/' ? '' : `${namespace},`}${JSON.stringify(auth)}`);
  return { socket, heard, closed };
}

async function customer() {
  const client = await raw();
  await eventually(() => client.heard.some((frame) => frame.includes('"ready"')));
  return client;
}

describe('one socket', () => {
  test.each([
    ['typing as fast as it goes', '42/customer,["typing",{"typing":true}]'],
    ['frames that are no JSON', '42/customer,["typing",{'],
    ['pings of its own', '2probe'],
    ['deeply nested frames', `42/customer,["x",${'['.repeat(3_000)}${']'.repeat(3_000)}]`],
  ])('is closed with a reason, and others are served: %s', async (_, frame) => {
    const [flood, bystander] = [await customer(), await customer()];
    for (let i = 0; i < 2_000; i++) flood.socket.send(frame);
    const [code, reason] = await flood.closed;
    // A frame that cannot be read closes by itself.
    if (!frame.endsWith('{') && !frame.startsWith('2')) {
      expect(code).toBe(1008);
      expect(reason.toString()).toBe('Too many messages at once');
      expect(node.gateway.stats().flooding).toBeGreaterThan(0);
    }
    expect(bystander.socket.readyState).toBe(WebSocket.OPEN);
    bystander.socket.close();
  });

  test('within its limits is not closed, and the longest message fits a frame', async () => {
    const client = await harness.customer(node, shop.channelKey);
    const text = `${'\u0001'.repeat(9_999)}x`;
    const sent = await client.call('message:send', { clientMessageId: randomUUID(), text });
    expect(sent).toMatchObject({ ok: true });
    for (let i = 0; i < 100; i++) client.socket.emit('typing', { typing: true });
    // A slow node may still have all of them at work, and says so.
    await eventually(async () => (await client.call('session:sync', { afterSeq: 0 })).headSeq === 1);
    expect(client.socket.connected).toBe(true);
  });

  test('sends no frame of more than 64 KB', async () => {
    const client = await customer();
    client.socket.send(`42/customer,["typing",${JSON.stringify('x'.repeat(70_000))}]`);
    await client.closed;
  });

  test.each(['/', '/admin', ''])('has no business in namespace %j', async (namespace) => {
    const socket = io(`${node.url}${namespace}`, {
      forceNew: true,
      transports: ['websocket'],
      reconnection: false,
      auth: { channelKey: shop.channelKey },
    });
    await new Promise((resolve) => socket.on('connect_error', resolve));
    expect(socket.connected).toBe(false);
    socket.disconnect();
  });
});

describe('one network', () => {
  const visitors = async (from: (i: number) => string, count: number) => {
    let refused = 0;
    for (let i = 0; i < count; i++) {
      address = from(i);
      const client = await raw();
      await eventually(() => client.heard.some((frame) => /^4[24]/.test(frame)));
      if (client.heard.some((frame) => frame.includes('rate_limited'))) refused += 1;
      client.socket.terminate();
    }
    return refused;
  };

  test('is a /64: new visitors from its addresses are counted together', async () => {
    expect(await visitors((i) => `2001:db8:2:2::${i.toString(16)}`, 70)).toBe(10);
    expect(await visitors((i) => `2001:db8:2:3::${i.toString(16)}`, 3)).toBe(0);
    address = '2001:db8:1:1::1';
  });

  test('has so many connections and no more, also plain ones', async () => {
    const server = httpServer.create((_request, response) => response.end('ok'), {
      isTrusted: () => false,
      maxConnectionsPerAddress: 3,
    });
    const port = await httpServer.listen(server, { port: 0, host: '127.0.0.1', log: createLog('silent') });
    const sockets = Array.from({ length: 6 }, () => connect(port, '127.0.0.1'));
    const ended = sockets.map((socket) =>
      once(
        socket.on('error', () => undefined),
        'close',
      ),
    );
    await eventually(() => sockets.filter(({ closed, destroyed }) => closed || destroyed).length === 3);
    for (const socket of sockets) socket.destroy();
    await Promise.all(ended);
    await eventually(async () => (await fetch(`http://127.0.0.1:${port}`)).status === 200);
    await httpServer.close(server);
  });

  test('A head that never ends is ended', async () => {
    const server = httpServer.create((_request, response) => response.end('ok'), { isTrusted: () => true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const slow = connect(port, '127.0.0.1');
    slow.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    let answer = '';
    slow.on('data', (data: Buffer) => (answer += data.toString()));
    await once(slow, 'close');
    expect(answer).toContain('408');
    await httpServer.close(server);
  });
});

test('Pages of logs that do not fit wait, and every one comes', async () => {
  const small = await harness.node({ reads: { socketBytes: 1024 * 1024, nodeBytes: 1024 * 1024 } });
  const client = await harness.customer(small, shop.channelKey);
  const text = randomBytes(3_000).toString('hex');
  for (let i = 0; i < 30; i++) await client.call('message:send', { clientMessageId: randomUUID(), text });
  // What has waited too long is refused, as by a database that is away, and asked again.
  const page = () =>
    eventually(async () => {
      const ack = await client.call('session:sync', { afterSeq: 0 });
      return ack['error']?.code !== 'unavailable' && ack;
    });
  const pages = await Promise.all(Array.from({ length: 40 }, page));
  for (const one of pages) expect(one).toMatchObject({ ok: true, more: true });
  expect(pages[0]!['messages'].length).toBeLessThan(30);
  const rest = await client.call('session:sync', { afterSeq: pages[0]!['headSeq'] });
  expect(pages[0]!['messages'].length + rest['messages'].length).toBe(30);
  expect(small.gateway.stats().reads).toMatchObject({ waiting: 0 });
});

describe('a password', () => {
  const password = 'the right password';
  let admin: Account;
  beforeAll(async () => {
    const [userId, organizationId] = [randomUUID(), randomUUID()];
    admin = { userId, organizationId, email: 'admin@shop.test', role: 'admin', isActive: true } as Account;
    admin.passwordHash = await hashPassword(password);
  });

  /** No network, so that only the limits are looked at. */
  function logins() {
    const { rateLimits } = createMemoryRealtime({ rules: rateRules });
    return createLogins({
      lookups: { loginByEmail: async () => admin } as never,
      store: { startLogin: async () => undefined } as never,
      limits: rateLimits,
      tokenSecret: async () => 'a secret of at least thirty-two characters',
      now: () => new Date(),
    });
  }
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'in',
      (error: { code: string }) => error.code,
    );

  test('guessed at from one /64 is refused after 10 tries, whatever the addresses', async () => {
    const { login } = logins();
    const codes: string[] = [];
    for (let i = 0; i < 14; i++)
      codes.push(await codeOf(login(admin.email, 'wrong', `2001:db8:3:3::${i.toString(16)}`)));
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(10);
    expect(codes.at(-1)).toBe('rate_limited');
  });

  test('that is right is heard from a network without failures, however many strangers guessed', async () => {
    const { login } = logins();
    for (let i = 0; i < 105; i++) await codeOf(login(admin.email, 'wrong', `198.51.100.${i}`));
    expect(await codeOf(login(admin.email, 'wrong', '198.51.100.1'))).toBe('rate_limited');
    expect(await codeOf(login(admin.email, password, '203.0.113.9'))).toBe('in');
    expect(await codeOf(login(admin.email, password, '[2001:db8:9:9::1]:4711'))).toBe('in');
  });

  test('that is right costs its network nothing', async () => {
    const { login } = logins();
    for (let i = 0; i < 60; i++) expect(await codeOf(login(admin.email, password, '203.0.113.9'))).toBe('in');
  });
});
