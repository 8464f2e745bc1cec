// The customers' HTTP twin: the same conversation without a socket.
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { maxTextLength } from '../../src/protocol/model/message';
import { createHarness, type Harness, type Node, type Organization } from './gateway-harness';

let harness: Harness;
let node: Node;
let shop: Organization;
let visitorToken: string;

const path = '/api/v1/widget';
const say = (text: string) => ({ clientMessageId: randomUUID(), text });
const post = (to: string, body: object, token?: string) => {
  const call = request(node.url).post(`${path}/${to}`);
  if (token !== undefined) call.set('Authorization', `Bearer ${token}`);
  return call.send(body);
};
const list = (query: object, token = visitorToken) =>
  request(node.url).get(`${path}/messages`).query(query).set('Authorization', `Bearer ${token}`);

beforeAll(async () => {
  harness = await createHarness();
  shop = await harness.organization('Shop', 1);
  node = await harness.node();
  const opened = await post('sessions', { channelKey: shop.channelKey });
  visitorToken = opened.body.visitorToken;
});
afterAll(() => harness?.close());

test('A client without sockets opens, writes and reads what sockets say too', async () => {
  const opened = await post('sessions', { channelKey: shop.channelKey });
  expect(opened.status).toBe(200);
  const token = opened.body.visitorToken as string;
  const socket = await harness.customer(node, shop.channelKey, { visitorToken: token });
  expect(opened.body).toEqual(socket.ready);
  const said = say('Hello over HTTP');
  const sent = await post('messages', said, token);
  expect(sent.status).toBe(201);
  expect(await socket.hears('message:new')).toEqual(sent.body.message);
  expect((await post('messages', said, token)).body).toEqual(sent.body);
  await socket.call('message:send', say('and by socket'));
  const listed = await list({ after: 0 }, token);
  const { ok, ...synced } = await socket.call('session:sync', { afterSeq: 0 });
  expect(ok).toBe(true);
  expect(listed.body).toEqual(synced);
  expect((await list({ after: 1 }, token)).body.messages).toHaveLength(1);
});

test.each([
  ['absent', undefined],
  ['empty', ''],
  ['Bearer alone', 'Bearer'],
  ['Bearer and a blank', 'Bearer  '],
  ['another scheme', 'Basic eDp5'],
  ['too short', 'Bearer x'],
  ['unknown', `Bearer ${'x'.repeat(43)}`],
  ["an agent's", () => `Bearer ${shop.people[0]!.token}`],
])('Without a good token nothing is told: %s', async (_, header) => {
  const value = typeof header === 'function' ? header() : header;
  for (const call of [
    request(node.url).get(`${path}/messages`),
    request(node.url).post(`${path}/messages`),
  ]) {
    if (value !== undefined) call.set('Authorization', value);
    const response = await call;
    expect(response.status).toBe(401);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.body).toMatchObject({ code: 'unauthenticated', status: 401 });
  }
});

test.each([
  ['an empty text', say(' '), 400, 'invalid'],
  ['no clientMessageId', { text: 'x' }, 400, 'invalid'],
  ['a blank clientMessageId', { clientMessageId: ' ', text: 'x' }, 400, 'invalid'],
  ['an unknown field', { ...say('x'), customerId: randomUUID() }, 400, 'invalid'],
  ['a conversation of nobody', { ...say('x'), sessionId: randomUUID() }, 404, 'not_found'],
  ['an operator', { clientMessageId: { $gt: '' }, text: 'x' }, 400, 'invalid'],
  ['an array', [say('x')], 400, 'invalid'],
  ['a text that is too long', say('x'.repeat(maxTextLength + 1)), 413, 'too_large'],
  ['a body that is too large', say('x'.repeat(200_000)), 413, 'too_large'],
])('A message with %s is refused', async (_, body, status, code) => {
  const response = await post('messages', body, visitorToken);
  expect(response.status).toBe(status);
  expect(response.body.code).toBe(code);
});

test.each([
  { after: -1 },
  { after: 'x' },
  { after: '1;DROP' },
  { sessionId: 'x' },
  { limit: 5 },
  { 'after[$gt]': 1 },
])('A query that is not right is refused: %j', async (query) => {
  expect((await list(query)).body).toMatchObject({ status: 400, code: 'invalid' });
});

test('An unknown channel is not found, a body that is no JSON is invalid', async () => {
  expect((await post('sessions', { channelKey: 'nope' })).body).toMatchObject({ code: 'not_found' });
  const call = request(node.url).post(`${path}/sessions`).set('Content-Type', 'application/json');
  expect((await call.send('{"a":')).status).toBe(400);
});

test('Any page may ask, no cookie is involved', async () => {
  const preflight = await request(node.url).options(`${path}/messages`).set('Origin', 'https://shop.example');
  expect(preflight.status).toBe(204);
  expect(preflight.headers).toMatchObject({ 'access-control-allow-origin': '*' });
  const opened = await post('sessions', { channelKey: shop.channelKey });
  expect(opened.headers['set-cookie']).toBeUndefined();
});

test("A POST with an Idempotency-Key is done once for its visitor, and is nobody else's", async () => {
  const key = randomUUID();
  const stranger = (await post('sessions', { channelKey: shop.channelKey })).body.visitorToken as string;
  const upload = (token: string, text: string) =>
    request(node.url)
      .post(`${path}/attachments`)
      .set('Authorization', `Bearer ${token}`)
      .set('Idempotency-Key', key)
      .attach('file', Buffer.from(text), 'x.txt');
  const first = await upload(visitorToken, 'x');
  expect(first.status).toBe(201);
  const again = await upload(visitorToken, 'x');
  expect(again.body).toEqual(first.body);
  expect([first, again].map(({ headers }) => headers['idempotent-replayed'])).toEqual([undefined, 'true']);
  expect((await upload(visitorToken, 'y')).status).toBe(409);
  const theirs = await upload(stranger, 'x');
  expect(theirs.status).toBe(201);
  expect(theirs.body.id).not.toBe(first.body.id);

  const said = say('once');
  const send = (body: object) => post('messages', body, visitorToken).set('Idempotency-Key', key);
  const sent = await send(said);
  expect(sent.status).toBe(201);
  expect((await send(said)).body).toEqual(sent.body);
  expect((await send(say('something else'))).body).toMatchObject({ code: 'conflict' });
});

test('A visitor token is in no answer that is kept: opening again with an Idempotency-Key is another customer', async () => {
  const open = () =>
    post('sessions', { channelKey: shop.channelKey }).set('Idempotency-Key', 'of everybody here');
  const [one, other] = [await open(), await open()];
  expect(one.status).toBe(200);
  expect(other.body.customer.id).not.toBe(one.body.customer.id);
  const { rows } = await harness.owner.query(`SELECT FROM idempotency_keys WHERE key = 'of everybody here'`);
  expect(rows).toEqual([]);
});

test('Too many files from one address are 429, whichever visitors they come from', async () => {
  const statuses: number[] = [];
  for (let visitor = 0; visitor < 3; visitor += 1) {
    const { body } = await post('sessions', { channelKey: shop.channelKey });
    for (let file = 0; file < 10; file += 1) {
      const { status } = await request(node.url)
        .post(`${path}/attachments`)
        .set('Authorization', `Bearer ${body.visitorToken}`)
        .attach('file', Buffer.from('x'), 'x.txt');
      statuses.push(status);
    }
  }
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);
});

test('Too many messages are 429 with Retry-After', async () => {
  const replies = await Promise.all(
    Array.from({ length: 40 }, () => post('messages', say('x'), visitorToken)),
  );
  const limited = replies.filter(({ status }) => status === 429);
  expect(limited.length).toBeGreaterThan(5);
  expect(Number(limited[0]!.headers['retry-after'])).toBeGreaterThan(0);
});
