// Both namespaces as their clients see them, on real stores.
import { randomUUID } from 'node:crypto';
import {
  createHarness,
  packet,
  type Harness,
  type Node,
  type Organization,
  type TestClient,
} from './gateway-harness';

let harness: Harness;
let node: Node;
let shop: Organization;

beforeAll(async () => {
  harness = await createHarness();
  shop = await harness.organization('Shop', 2);
  node = await harness.node({ heartbeatMs: 400 });
});
afterAll(() => harness?.close());

const say = (text: string) => ({ clientMessageId: randomUUID(), text });

async function conversation(): Promise<{ customer: TestClient; agent: TestClient; sessionId: string }> {
  const customer = await harness.customer(node, shop.channelKey);
  const agent = await harness.agent(node, shop.people[0]!);
  const { message } = await customer.call('message:send', say('Hello'));
  return { customer, agent, sessionId: message.sessionId };
}

test('A customer is told who it is and where, and its message is acked with its number', async () => {
  const customer = await harness.customer(node, shop.channelKey);
  expect(customer.ready).toEqual({
    visitorToken: expect.stringMatching(/^[\w-]{43,}$/),
    customer: { id: expect.any(String), verified: false },
    session: null,
    channel: { id: shop.channelId, name: 'Web', greeting: 'Hello', online: false },
  });
  const sent = say('Where is my order?');
  const first = await customer.call('message:send', sent);
  expect(first).toMatchObject({
    ok: true,
    message: {
      seq: 1,
      sender: 'customer',
      content: { text: sent.text },
      metadata: sent.clientMessageId && {},
    },
  });
  expect(await customer.call('message:send', sent)).toEqual(first);
});

test('The sender does not hear its own message again; its other window and the team do', async () => {
  const { customer, agent, sessionId } = await conversation();
  const { visitorToken } = customer.ready;
  const window = await harness.customer(node, shop.channelKey, { visitorToken });
  expect(window.ready['session']).toMatchObject({ id: sessionId, status: 'active' });
  await agent.call('session:open', { sessionId });
  const { message } = await customer.call('message:send', say('Again'));
  expect(await window.hears('message:new')).toEqual(message);
  expect(await agent.hears('message:new', ({ seq }) => seq === message.seq)).toEqual(message);
  await agent.hears('session:update', ({ id, headSeq }) => id === sessionId && headSeq === message.seq);
  expect(customer.heard.filter(({ event }) => event === 'message:new')).toEqual([]);
});

test('An agent opens, claims, answers, closes; the customer follows all of it and rates', async () => {
  const { customer, agent, sessionId } = await conversation();
  const opened = await agent.call('session:open', { sessionId });
  expect(opened).toMatchObject({
    ok: true,
    session: { id: sessionId, unread: 1 },
    headSeq: 1,
    messages: [{ seq: 1 }],
  });
  expect(opened['customer']).toMatchObject({ id: opened['session'].customerId });
  const claimed = await agent.call('session:claim', { sessionId });
  expect(claimed['session']).toMatchObject({ status: 'with_agent', agentId: shop.people[0]!.agentId });
  await customer.hears('session:update', ({ status }) => status === 'with_agent');
  await agent.call('message:read', { sessionId, seq: 1 });
  expect(await customer.hears('message:update')).toMatchObject({ seq: 1, isRead: true, sessionId });
  const { message } = await agent.call('message:send', { sessionId, ...say('Let me look.') });
  expect(await customer.hears('message:new', ({ seq }) => seq === message.seq)).toMatchObject({
    sender: 'agent',
    senderName: shop.people[0]!.name,
  });
  expect(await customer.call('message:read', { seq: message.seq })).toEqual({ ok: true });
  await agent.hears('message:update', ({ seq, isRead }) => seq === message.seq && isRead);
  await agent.call('session:close', { sessionId });
  await customer.hears('session:update', ({ status }) => status === 'closed');
  const rated = await customer.call('session:rate', { score: 5, comment: 'Quick' });
  expect(rated['session'].metadata).toEqual({ rating: { score: 5, comment: 'Quick' } });
  const reopened = await agent.call('session:reopen', { sessionId });
  expect(reopened['session']).toMatchObject({ status: 'with_agent' });
});

test('Notes reach whoever has the session open, never the customer: neither pushed nor synced', async () => {
  const { customer, agent, sessionId } = await conversation();
  const colleague = await harness.agent(node, shop.people[1]!);
  await colleague.call('session:open', { sessionId });
  await agent.call('message:send', { sessionId, note: true, ...say('secret-note') });
  await colleague.hears('message:new', ({ type }) => type === 'note');
  const { message } = await customer.call('message:send', say('Anybody?'));
  expect(message.seq).toBe(3);
  const synced = await customer.call('session:sync', { afterSeq: 0 });
  expect(synced).toMatchObject({ ok: true, headSeq: 3, session: { id: sessionId } });
  expect(synced['messages'].map(({ seq }: { seq: number }) => seq)).toEqual([1, 3]);
  expect(JSON.stringify([customer.heard, synced])).not.toContain('secret-note');
});

test('Sync goes on over pages that hold only what customers do not see', async () => {
  const { customer, sessionId } = await conversation();
  const { people } = shop;
  const by = { kind: 'agent' as const, id: people[0]!.agentId, name: 'A' };
  const command = { organizationId: shop.id, sessionId };
  for (let i = 0; i < 410; i++) {
    await node.sessions.reply({ ...command, by, type: 'note', content: { text: `note ${i}` } });
  }
  await node.sessions.reply({ ...command, by: { kind: 'ai' }, content: { text: 'the end' } });
  const page = await customer.call('session:sync', { afterSeq: 1 });
  expect(page).toMatchObject({ headSeq: 412, messages: [{ seq: 412 }] });
  expect(page['more']).toBeUndefined();
});

test('What was said while a customer was away is all there after it comes back, page by page', async () => {
  const { customer, sessionId } = await conversation();
  const { visitorToken } = customer.ready;
  customer.socket.disconnect();
  const command = { organizationId: shop.id, sessionId, by: { kind: 'ai' as const } };
  for (let i = 0; i < 250; i++) await node.sessions.reply({ ...command, content: { text: `${i}` } });
  const back = await harness.customer(node, shop.channelKey, { visitorToken });
  const first = await back.call('session:sync', { afterSeq: 1 });
  expect(first).toMatchObject({ headSeq: 201, more: true });
  const rest = await back.call('session:sync', { afterSeq: first['headSeq'] });
  const seqs = [...first['messages'], ...rest['messages']].map(({ seq }) => seq as number);
  expect(seqs).toEqual(Array.from({ length: 250 }, (_, i) => i + 2));
  expect(rest['more']).toBeUndefined();
});

test('A customer who comes back is welcomed and synced without a transaction, by what the log says', async () => {
  const customer = await harness.customer(node, shop.channelKey);
  const { visitorToken } = customer.ready;
  const { message } = await customer.call('message:send', say('Hello'));
  customer.socket.disconnect();
  const { sessionId } = message;
  const by = { kind: 'ai' as const, name: 'AI assistant' };
  await node.sessions.reply({ organizationId: shop.id, sessionId, by, content: { text: 'Hi' } });
  const transactions = jest.spyOn(harness.postgres, 'withOrganization');
  const back = await harness.customer(node, shop.channelKey, { visitorToken });
  const page = await back.call('session:sync', { afterSeq: 1, sessionId });
  expect(transactions).not.toHaveBeenCalled();
  transactions.mockRestore();
  expect(back.ready['session']).toMatchObject({ id: sessionId, headSeq: 2, unread: 1 });
  expect(page).toMatchObject({ session: back.ready['session'], messages: [{ seq: 2 }], headSeq: 2 });
});

test('A customer whose session was closed and another begun meanwhile is welcomed with the other', async () => {
  const customer = await harness.customer(node, shop.channelKey);
  const { visitorToken } = customer.ready;
  const first = await customer.call('message:send', say('Hello'));
  await customer.call('session:close', {});
  const second = await customer.call('message:send', say('Again'));
  expect(second['message'].sessionId).not.toBe(first['message'].sessionId);
  const back = await harness.customer(node, shop.channelKey, { visitorToken });
  expect(back.ready['session']).toMatchObject({ id: second['message'].sessionId, status: 'active' });
  await back.call('session:close', {});
  const synced = await back.call('session:sync', { afterSeq: 0 });
  expect(synced['session']).toMatchObject({ id: second['message'].sessionId, status: 'closed' });
});

test('A session that is named is read, the current one when none is', async () => {
  const { customer, agent, sessionId } = await conversation();
  await agent.call('session:claim', { sessionId });
  await agent.call('session:close', { sessionId });
  const { message } = await customer.call('message:send', say('Me again'));
  expect(message).toMatchObject({ seq: 1 });
  expect(message.sessionId).not.toBe(sessionId);
  const earlier = await customer.call('session:sync', { afterSeq: 0, sessionId });
  expect(earlier).toMatchObject({ session: { id: sessionId, status: 'closed' }, headSeq: 3 });
  expect(earlier['messages'][0]).toMatchObject({ seq: 1, sessionId });
  const synced = await customer.call('session:sync', { afterSeq: 0 });
  expect(synced).toMatchObject({ session: { id: message.sessionId }, messages: [{ seq: 1 }] });
});

test('Of two agents who claim at once one gets it, the other is told', async () => {
  const { agent, sessionId } = await conversation();
  const other = await harness.agent(node, shop.people[1]!);
  const replies = await Promise.all([
    agent.call('session:claim', { sessionId }),
    other.call('session:claim', { sessionId }),
  ]);
  expect(replies.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(replies.find(({ ok }) => !ok)!.error).toMatchObject({ code: 'conflict' });
});

test('A request for a person shows every agent the packet at once, and the customer its place', async () => {
  const { customer, agent, sessionId } = await conversation();
  const reply = await customer.call('session:request_human', { reason: 'please' });
  expect(reply['session']).toMatchObject({ status: 'waiting', queuePosition: expect.any(Number) });
  const handover = await agent.hears(
    'message:new',
    ({ type, sessionId: of }) => type === 'handover' && of === sessionId,
  );
  expect(handover['content'].packet).toEqual(packet);
  expect(await customer.hears('message:new', ({ type }) => type === 'handover')).toMatchObject({
    content: {},
  });
  expect(JSON.stringify(customer.heard)).not.toContain(packet.summary);
  await customer.hears('session:update', ({ queuePosition }) => queuePosition > 0);
});

test('Everybody in the queue hears the new places when it changes', async () => {
  const other = await harness.organization('Queue', 1);
  const [first, second] = [
    await harness.customer(node, other.channelKey),
    await harness.customer(node, other.channelKey),
  ];
  for (const customer of [first, second]) {
    await customer.call('message:send', say('Hi'));
    await customer.call('session:request_human', {});
  }
  await second.hears('session:update', ({ queuePosition }) => queuePosition === 2);
  const agent = await harness.agent(node, other.people[0]!);
  const { sessionId } = await first.hears('message:new', ({ type }) => type === 'handover');
  await agent.call('session:claim', { sessionId });
  node.events.emit('queue', { organizationId: other.id });
  await second.hears('session:update', ({ queuePosition }) => queuePosition === 1);
});

test('Who comes into the queue before others rings for it: they hear their new place', async () => {
  const other = await harness.organization('Urgent', 1);
  const bells: object[] = [];
  const off = node.events.on('queue', (bell) => bells.push(bell));
  const [first, second] = [
    await harness.customer(node, other.channelKey),
    await harness.customer(node, other.channelKey),
  ];
  await first.call('message:send', say('Hi'));
  await first.call('session:request_human', {});
  await first.hears('session:update', ({ queuePosition }) => queuePosition === 1);
  const { message } = await second.call('message:send', say('It burns'));
  const urgent = { sessionId: message.sessionId as string, organizationId: other.id };
  await node.sessions.update({ ...urgent, by: { kind: 'system' }, priority: 'urgent' });
  await second.call('session:request_human', {});
  await first.hears('session:update', ({ queuePosition }) => queuePosition === 2);
  off();
  // Nobody had room a moment ago: nobody is looked for again.
  expect(bells).toEqual([1, 2].map(() => ({ organizationId: other.id, full: true })));
});

test('Typing passes between customer and agent, and between agents', async () => {
  const { customer, agent, sessionId } = await conversation();
  const colleague = await harness.agent(node, shop.people[1]!);
  await agent.call('session:open', { sessionId });
  await colleague.call('session:open', { sessionId });
  expect(await customer.call('typing', { typing: true })).toEqual({ ok: true });
  expect(await agent.hears('typing')).toMatchObject({ sessionId, sender: 'customer', typing: true });
  await agent.call('typing', { sessionId, typing: true });
  expect(await customer.hears('typing')).toMatchObject({ sender: 'agent', senderName: shop.people[0]!.name });
  await colleague.hears('typing', ({ sender }) => sender === 'agent');
});

test("The AI's draft streams to the customer, and to agents who have the session open", async () => {
  const { customer, agent, sessionId } = await conversation();
  await agent.call('session:open', { sessionId });
  const session = await node.sessions.get(shop.id, sessionId);
  const piece = { draftId: 'd1', offset: 0, delta: 'Five to ' };
  node.events.emit('thinking', { session, typing: true });
  node.events.emit('draft', { session, ...piece });
  expect(await customer.hears('message:stream')).toEqual({ sessionId, ...piece });
  expect(await agent.hears('message:stream')).toEqual({ sessionId, ...piece });
  expect(await customer.hears('typing')).toEqual({ sessionId, sender: 'ai', typing: true });
});

test('Heartbeats tell the number in the log, also of what no bell told', async () => {
  const { customer, agent, sessionId } = await conversation();
  await agent.call('session:open', { sessionId });
  const silent = await harness.node({ heartbeatMs: 60_000 });
  await silent.sessions.reply({
    organizationId: shop.id,
    sessionId,
    by: { kind: 'ai' },
    content: { text: 'x' },
  });
  await customer.hears('heartbeat', ({ headSeq }) => headSeq === 2);
  await agent.hears('heartbeat', ({ sessions }) => sessions[sessionId] === 2);
});

test('An agent is told its presence, its team and what is open, and colleagues hear of changes', async () => {
  const agent = await harness.agent(node, shop.people[0]!);
  const colleague = await harness.agent(node, shop.people[1]!);
  expect(agent.ready).toMatchObject({
    agent: {
      id: shop.people[0]!.agentId,
      name: shop.people[0]!.name,
      role: 'agent',
      organizationId: shop.id,
    },
    presence: 'away',
    team: { [shop.people[0]!.agentId]: 'away' },
    counts: { mine: expect.any(Number), waiting: expect.any(Number), active: expect.any(Number) },
    expiresAt: expect.any(String),
  });
  expect(await agent.call('presence:set', { status: 'online' })).toEqual({ ok: true, presence: 'online' });
  const agentId = shop.people[0]!.agentId;
  await colleague.hears(
    'presence:update',
    (told) => told['agentId'] === agentId && told['status'] === 'online',
  );
  await agent.call('presence:set', { status: 'away' });
});

test('What an opening claims to be complete it has brought, also when a message comes between its reads', async () => {
  const { agent, sessionId } = await conversation();
  const { get, messages } = node.sessions;
  let grow!: () => void;
  const grown = new Promise<void>((resolve) => (grow = resolve));
  const reading = jest.spyOn(node.sessions, 'messages').mockImplementationOnce(async (...asked) => {
    const page = await messages(...asked);
    const by = { kind: 'ai' as const };
    await node.sessions.reply({ organizationId: shop.id, sessionId, by, content: { text: 'Hi' } });
    grow();
    return page;
  });
  const looking = jest
    .spyOn(node.sessions, 'get')
    .mockImplementationOnce(get)
    .mockImplementationOnce((...asked) => grown.then(() => get(...asked)));
  const opened = await agent.call('session:open', { sessionId, afterSeq: 1 });
  looking.mockRestore();
  reading.mockRestore();
  expect(opened).toMatchObject({ ok: true, messages: [], headSeq: 1 });
});

test('A transfer notifies the colleague who gets the session, with the reason', async () => {
  const { agent, sessionId } = await conversation();
  const colleague = await harness.agent(node, shop.people[1]!);
  await agent.call('session:claim', { sessionId });
  const to = { agentId: shop.people[1]!.agentId };
  const reply = await agent.call('session:transfer', { sessionId, to, note: 'Speaks Dutch' });
  expect(reply['session']).toMatchObject({ agentId: to.agentId, status: 'with_agent' });
  expect(await colleague.hears('notification')).toMatchObject({
    type: 'assigned',
    sessionId,
    reason: 'Speaks Dutch',
  });
  await colleague.hears('message:new', ({ content }) => content.systemAction === 'transferred');
});

test('A stale expectSeq is a conflict', async () => {
  const { customer, agent, sessionId } = await conversation();
  await agent.call('session:claim', { sessionId });
  await customer.call('message:send', say('One more thing'));
  const reply = await agent.call('message:send', { sessionId, expectSeq: 2, ...say('Bye') });
  expect(reply).toMatchObject({ ok: false, error: { code: 'conflict' } });
  const closed = await agent.call('session:close', { sessionId, expectSeq: 2 });
  expect(closed).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(await node.sessions.get(shop.id, sessionId)).toMatchObject({ status: 'with_agent', headSeq: 3 });
});

test('A closing gateway lets clients come back by themselves', async () => {
  const leaving = await harness.node();
  const customer = await harness.customer(leaving, shop.channelKey);
  const reason = new Promise((resolve) => customer.socket.on('disconnect', resolve));
  await leaving.close();
  expect(['transport close', 'transport error']).toContain(await reason);
  expect(leaving.gateway.stats()).toMatchObject({ customers: 0, agents: 0 });
});
