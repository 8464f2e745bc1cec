import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLog } from '../../log';
import { eventually } from '../../tools/eventually';
import type { Channel } from '../channel';
import type { NewInboundEvent } from '../store';
import { createWebhooks } from './webhooks';

const id = '0a1b2c3d-0000-4000-8000-000000000001';
const signed = 'signed';
const channel = {
  type: 'whatsapp',
  isGenuine: (_settings: unknown, { headers }: { headers: Record<string, string> }) =>
    headers['x-signature'] === signed,
} as unknown as Channel;

let server: Server;
let stored: NewInboundEvent[][];
let store: () => void;
let webhooks: ReturnType<typeof createWebhooks>;

async function serve(mostBytesUnderWay: number): Promise<void> {
  stored = [];
  let waiting: Array<() => void> = [];
  store = () => {
    for (const one of waiting) one();
    waiting = [];
  };
  webhooks = createWebhooks({
    channels: new Map([['whatsapp', channel]]),
    channelById: async (asked) =>
      asked === id ? { id, organizationId: id, type: 'whatsapp', isActive: true, config: {} } : undefined,
    events: {
      add: (events) => {
        stored.push([...events]);
        return new Promise((resolve) => waiting.push(resolve));
      },
    },
    wake: () => undefined,
    log: createLog('silent'),
    mostBytesUnderWay,
  });
  server = createServer((request, response) => void webhooks.serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}
afterEach(() => new Promise((resolve) => server.close(resolve)));

const kilobyte = 1024;

function post(bytes: number, { channelId = id, signature = signed } = {}): Promise<[number, string?]> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const path = `/webhooks/whatsapp/${channelId}`;
    const headers = { 'x-signature': signature };
    const asked = ask({ port, host: '127.0.0.1', path, method: 'POST', headers, agent: false }, (answer) => {
      answer.resume();
      resolve([answer.statusCode!, answer.headers['retry-after']]);
    });
    asked.on('error', reject);
    asked.end(Buffer.alloc(bytes, 'a'));
  });
}

test('bodies under way are held up to a number of bytes; beyond it the provider is told to come back', async () => {
  await serve(100 * kilobyte);
  const held = [post(30 * kilobyte), post(30 * kilobyte)];
  await eventually(() => webhooks.stats().bytes > 60 * kilobyte);
  expect(await post(60 * kilobyte)).toEqual([503, '5']);
  expect(await post(60 * kilobyte, { signature: 'none' })).toEqual([503, '5']);
  expect(webhooks.stats()).toEqual({ bytes: 64 * kilobyte, refused: 2 });
  const small = post(kilobyte);
  await eventually(() => webhooks.stats().bytes === 67 * kilobyte);
  const storing = setInterval(store, 5);
  expect(await Promise.all([...held, small])).toEqual([[200], [200], [200]]);
  expect(await eventually(() => webhooks.stats().bytes === 0)).toBe(true);
  expect(await post(60 * kilobyte)).toEqual([200]);
  clearInterval(storing);
});

test('what is refused, broken off or too large gives its bytes back', async () => {
  await serve(10_000 * kilobyte);
  expect(await post(kilobyte, { signature: 'none' })).toEqual([401, undefined]);
  expect(await post(kilobyte, { channelId: id.replace('a', 'b') })).toEqual([401, undefined]);
  expect((await post(5_000 * kilobyte))[0]).toBe(413);
  const { port } = server.address() as AddressInfo;
  const path = `/webhooks/whatsapp/${id}`;
  const headers = { 'content-length': 5 * kilobyte };
  const half = ask({ port, host: '127.0.0.1', path, method: 'POST', headers, agent: false });
  half.on('error', () => undefined);
  half.write(Buffer.alloc(kilobyte));
  await eventually(() => webhooks.stats().bytes > 0);
  half.destroy();
  await eventually(() => webhooks.stats().bytes === 0);
  expect(stored).toEqual([]);
});

test('one statement stores so many bytes, however large the events are', async () => {
  await serve(64 * 1024 * kilobyte);
  const posted = [post(kilobyte)];
  await eventually(() => stored.length === 1);
  posted.push(...Array.from({ length: 4 }, () => post(3_000 * kilobyte)));
  await eventually(() => webhooks.stats().bytes > 12_000 * kilobyte);
  const storing = setInterval(store, 5);
  await Promise.all(posted);
  clearInterval(storing);
  expect(stored.map((group) => group.length)).toEqual([1, 2, 2]);
});

test('whoever works on what came before learns that new events wait long to be stored', async () => {
  await serve(64 * 1024 * kilobyte);
  expect(webhooks.isBehind()).toBe(false);
  const posted = post(kilobyte);
  expect(await eventually(() => webhooks.isBehind())).toBe(true);
  store();
  expect(await posted).toEqual([200, undefined]);
  expect(webhooks.isBehind()).toBe(true);
  expect(await eventually(() => !webhooks.isBehind())).toBe(true);
});
