import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { newTool, wrongTemplate } from '../protocol/tools';
import { createSafeFetch } from '../tools/safe-fetch';
import { addressOf, callTool } from './call-tool';

let server: Server;
let base: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const asked: IncomingMessage[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetch = createSafeFetch({ allow: ['127.0.0.0/8'] });
const tool = (given: object = {}) =>
  newTool.parse({
    name: 'order_status',
    urlTemplate: `${base}/orders/{objectId}?of={externalId}`,
    headers: { 'X-Api-Key': 'very secret' },
    objectType: 'order',
    identity: 'externalId',
    answer: {
      type: 'object',
      properties: { status: { type: 'string', path: 'order.state' }, parcels: { type: 'integer' } },
      required: ['status'],
    },
    ...given,
  });
const values = { objectId: '47/11', externalId: 'c-1' };
const json = (body: unknown, status = 200) => {
  answer = (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

it('asks with a GET for one piece of a path, and takes what the schema names', async () => {
  json({ order: { state: 'shipped', card: '4111' }, parcels: 2, owner: 'C-1' });
  const outcome = await callTool(fetch, tool({ ownerPath: 'owner' }), values);
  expect(outcome).toMatchObject({ outcome: 'found', status: 200, taken: { status: 'shipped', parcels: 2 } });
  expect(JSON.stringify(outcome)).not.toContain('4111');
  const request = asked.at(-1)!;
  expect([request.method, request.url, request.headers['x-api-key']]).toEqual([
    'GET',
    '/orders/47%2F11?of=c-1',
    'very secret',
  ]);
});

it('finds nothing where there is nothing, and where it is somebody else’s', async () => {
  json({ order: { state: 'shipped' }, owner: 'c-2' });
  expect(await callTool(fetch, tool({ ownerPath: 'owner' }), values)).toMatchObject({ outcome: 'none' });
  json({}, 404);
  expect(await callTool(fetch, tool(), values)).toMatchObject({ outcome: 'none', status: 404 });
});

it('says what went wrong, and no secret', async () => {
  const why = async (given: object = {}) => {
    const outcome = await callTool(fetch, tool(given), values);
    expect(JSON.stringify(outcome)).not.toContain('very secret');
    return outcome.outcome === 'failed' ? outcome.why : outcome.outcome;
  };
  json({ order: { state: 5 } });
  expect(await why()).toBe('order.state should be string, and is number.');
  json({ order: {} });
  expect(await why()).toBe('order.state is missing in the answer.');
  json({}, 503);
  expect(await why()).toBe('It answered 503.');
  answer = (_request, response) => void response.end('<html>');
  expect(await why()).toBe('It did not answer with JSON.');
  answer = (_request, response) => void response.end(`{"x":"${'x'.repeat(300_000)}"}`);
  expect(await why()).toBe('The answer is too large.');
  answer = (_request, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  expect(await why()).toBe('It leads elsewhere (302); name the last address.');
  answer = () => undefined;
  expect(await why({ timeoutMs: 100 })).toBe('The other side could not be reached.');
  expect(await why({ urlTemplate: 'http://169.254.1.1/{objectId}/{externalId}' })).toContain('address');
});

it('takes no template that leads anywhere else, and no tool that tells of anybody', () => {
  for (const template of [
    'https://{externalId}.evil.test/{objectId}',
    'https://{externalId}/{objectId}',
    'https://shop{objectId}.test/{externalId}',
    'https://shop.test{objectId}/{externalId}',
    'https://shop.test:{objectId}/{externalId}',
    'https://shop.test\\{objectId}/{externalId}',
    'https://shop.test{objectId}?of={externalId}',
    'https:/{objectId}/{externalId}',
    'ftp://shop.test/{objectId}',
    'https://shop.test/{order}',
    'https://shop.test/orders',
    'https://a:b@shop.test/{objectId}',
  ])
    expect([template, wrongTemplate(template)]).toEqual([template, expect.any(String)]);
  for (const template of [
    'https://shop.test/{objectId}/{email}',
    'https://shop.test?id={objectId}&of={email}',
  ])
    expect([template, wrongTemplate(template)]).toEqual([template, undefined]);
  expect(() => tool({ urlTemplate: `${base}/{objectId}` })).toThrow('nobody is told of somebody else');
  expect(() => tool({ headers: { Host: 'x' } })).toThrow('are ours');
  expect(() => addressOf('https://shop.test/{objectId}', { objectId: '..' })).toThrow('There is no objectId');
});
