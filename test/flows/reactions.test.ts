// Emojis at messages of a conversation on the web, of both sides: lines of its log that ask nothing of anybody.
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

let server: TestServer;
let agent: Awaited<ReturnType<TestServer['addAgent']>>;
beforeAll(async () => {
  server = await TestServer.create({});
  agent = await server.addAgent('Mara Lind');
});
afterAll(() => server?.close());

const ask = (method: string, path: string, body?: object) =>
  server.request(method, path, { ...(body && { body }), token: agent.token });
const logOf = async (sessionId: string) =>
  ((await ask('GET', `sessions/${sessionId}/messages?limit=200`)).body as { items: Message[] }).items;
const sessionOf = async (sessionId: string) => (await ask('GET', `sessions/${sessionId}`)).body as Session;

/** A customer whom the agent has answered, and what each wrote. */
async function conversation() {
  const who = await customer(server);
  const asked = await who.say('I want to talk to a human');
  const { sessionId } = asked;
  await eventually(async () => (await sessionOf(sessionId)).status === 'waiting');
  await ask('POST', `sessions/${sessionId}/claim`, {});
  const answer = (
    await ask('POST', `sessions/${sessionId}/messages`, { text: 'Here I am.', clientMessageId: randomUUID() })
  ).body as Message;
  const react = (body: object) =>
    who.socket
      .timeout(60_000)
      .emitWithAck('message:react', { clientMessageId: randomUUID(), ...body }) as Promise<{
      ok: boolean;
      message?: Message;
      error?: { code: string };
    }>;
  const codeOf = async (body: object) => (await react(body)).error?.code;
  return { who, sessionId, asked, answer, react, codeOf };
}

test('an agent reacts to what the customer and the team wrote, and the customer has that at once and after a sync', async () => {
  const { who, sessionId, asked, answer } = await conversation();
  expect(await ask('GET', `sessions/${sessionId}`)).toMatchObject({
    body: { rules: { forms: expect.arrayContaining(['reaction']) } },
  });
  const at = (seq: number) => `sessions/${sessionId}/messages/${seq}/reaction`;
  expect((await ask('PUT', at(asked.seq), { emoji: '👍' })).status).toBe(200);
  expect((await ask('PUT', at(answer.seq), { emoji: '🙏' })).status).toBe(200);
  expect((await ask('DELETE', at(answer.seq))).status).toBe(200);
  const shown = ({ content, metadata, type }: Message) => ({ type, content, metadata });
  const line = (data: object) => ({
    type: 'system',
    content: { systemAction: 'reacted', data: { by: 'agent', ...data } },
    metadata: {},
  });
  const lines = [
    line({ seq: asked.seq, emoji: '👍' }),
    line({ seq: answer.seq, emoji: '🙏' }),
    line({ seq: answer.seq }),
  ];
  const reacted = (messages: Message[]) =>
    messages.filter((one) => one.content.systemAction === 'reacted').map(shown);
  await eventually(() => reacted(who.heard).length === 3);
  expect(reacted(who.heard)).toEqual(lines);
  const { messages } = (await who.call('session:sync', { afterSeq: 0 })) as unknown as {
    messages: Message[];
  };
  expect(reacted(messages)).toEqual(lines);
  const log = await logOf(sessionId);
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  // A note is the team's, and what happened is nobody's word.
  const note = (
    await ask('POST', `sessions/${sessionId}/messages`, {
      text: 'vip',
      note: true,
      clientMessageId: randomUUID(),
    })
  ).body as Message;
  const claimed = log.find(({ content }) => content.systemAction === 'claimed')!;
  for (const { seq } of [note, claimed])
    expect(await ask('PUT', at(seq), { emoji: '👍' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  expect(await ask('PUT', at(4_000), { emoji: '👍' })).toMatchObject({ status: 404 });
});

test('a customer reacts to an answer, otherwise, and not any more; sent again it is the same line, and nobody is asked for anything', async () => {
  const { who, sessionId, answer, react } = await conversation();
  const watching = server.socket('/agent', { token: agent.token });
  const told: Message[] = [];
  watching.on('message:new', (message: Message) => told.push(message));
  await watching.timeout(60_000).emitWithAck('session:open', { sessionId });
  const before = await sessionOf(sessionId);
  const clientMessageId = randomUUID();
  const first = await react({ clientMessageId, seq: answer.seq, emoji: '👍' });
  expect(first).toMatchObject({ ok: true, message: { type: 'system', sessionId, seq: before.headSeq + 1 } });
  expect(first.message!.content.data).toEqual({ by: 'customer', seq: answer.seq, emoji: '👍' });
  expect(first.message!.metadata).toEqual({});
  expect(await react({ clientMessageId, seq: answer.seq, emoji: '👍' })).toEqual(first);
  expect(await react({ seq: answer.seq, emoji: '❤️' })).toMatchObject({ ok: true });
  expect(await react({ seq: answer.seq, sessionId })).toMatchObject({ ok: true });
  await eventually(() => told.length === 3);
  expect(told.map(({ seq, content: { data } }) => [seq - before.headSeq, data!['emoji']])).toEqual([
    [1, '👍'],
    [2, '❤️'],
    [3, undefined],
  ]);
  await eventually(() => who.heard.filter(({ content }) => content.systemAction === 'reacted').length === 3);
  const { headSeq, lastMessageAt, ...after } = await sessionOf(sessionId);
  expect(headSeq).toBe(before.headSeq + 3);
  expect(before).toMatchObject(after);
});

test('only one emoji, only at what was said to the customer in a conversation of their own', async () => {
  const { sessionId, asked, answer, react, codeOf } = await conversation();
  const { seq: noteSeq } = (
    await ask('POST', `sessions/${sessionId}/messages`, {
      text: 'vip',
      note: true,
      clientMessageId: randomUUID(),
    })
  ).body as Message;
  await ask('PATCH', `sessions/${sessionId}`, { priority: 'high' });
  const log = await logOf(sessionId);
  const seqOf = (action: string) => log.find(({ content }) => content.systemAction === action)!.seq;
  for (const emoji of ['', ' ', 'x', '1', '👍👍', '👍 ', '<b>', ':-)', 1, null, ['👍'], { $gt: '' }])
    expect([emoji, await codeOf({ seq: answer.seq, emoji })]).toEqual([emoji, 'invalid']);
  expect(await codeOf({ seq: asked.seq, emoji: '👍' })).toBe('conflict');
  expect(await codeOf({ seq: seqOf('claimed'), emoji: '👍' })).toBe('conflict');
  const unknown = await react({ seq: 4_000, emoji: '👍' });
  expect(unknown).toMatchObject({ error: { code: 'not_found' } });
  for (const seq of [0, noteSeq, seqOf('prioritized')])
    expect(await react({ seq, emoji: '👍' })).toEqual(unknown);
  const other = await conversation();
  const theirs = { sessionId: other.sessionId, seq: other.answer.seq, emoji: '👍' };
  expect(await codeOf(theirs)).toBe('not_found');
  expect(await react(theirs)).toEqual(await react({ ...theirs, sessionId: randomUUID() }));
  // What somebody else's message is called tells nothing of it.
  const { clientMessageId } = answer.metadata;
  const guessed = await react({ clientMessageId, seq: answer.seq, emoji: '👍' });
  expect(guessed).toMatchObject({ ok: false, error: { code: 'conflict' } });
  expect(JSON.stringify(guessed)).not.toContain(answer.content.text);
  expect((await logOf(sessionId)).filter(({ content }) => content.systemAction === 'reacted')).toEqual([]);
  // Of so many at once not all are of one window, and of one of them too many.
  const codes = await Promise.all(Array.from({ length: 70 }, () => codeOf({ seq: answer.seq, emoji: '👍' })));
  expect(new Set(codes)).toEqual(new Set([undefined, 'rate_limited']));
});

test('the AI that has answered is not asked by an emoji', async () => {
  const who = await customer(server);
  const { sessionId } = await who.say('How long does a refund take?');
  const answer = await eventually(async () => (await logOf(sessionId)).find(({ sender }) => sender === 'ai'));
  const runs = () => server.query(`SELECT 1 FROM answers WHERE session_id = $1`, [sessionId]);
  await eventually(async () => (await runs()).length > 0);
  const [{ status, needsReplySince }, before] = [await sessionOf(sessionId), (await runs()).length];
  await who.call('message:react', { clientMessageId: randomUUID(), seq: answer.seq, emoji: '❤️' });
  // What the customer says next is answered once: nothing was under way.
  await who.say('I want to talk to a human');
  await eventually(async () => (await sessionOf(sessionId)).status !== 'active');
  const log = await logOf(sessionId);
  expect(log.filter(({ sender }) => sender === 'ai')).toHaveLength(1);
  await eventually(async () => (await runs()).length === before + 1);
  expect([status, needsReplySince]).toEqual(['active', undefined]);
});
