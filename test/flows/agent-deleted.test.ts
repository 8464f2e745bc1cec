// An agent that is deleted in the very moment in which it gets its first session: its customer is nobody's but for a moment.
import { randomUUID } from 'node:crypto';
import { TestServer } from '../dev-env/test-server';
import { eventually } from '../../src/tools/eventually';

let server: TestServer;
beforeAll(async () => {
  const timing = { sweepEveryMs: 200, graceMs: 500 };
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' }, timing });
});
afterAll(() => server?.close());

async function visitor() {
  const opened = await server.request('POST', 'widget/sessions', {
    token: '',
    body: { channelKey: server.channelKey },
  });
  const { visitorToken: token } = opened.body as { visitorToken: string };
  return async (text: string) => {
    const body = { clientMessageId: randomUUID(), text };
    const said = await server.request('POST', 'widget/messages', { token, body });
    return { status: said.status, ...(said.body as { message: { sessionId: string } }).message };
  };
}

async function row(sessionId: string) {
  const [found] = await server.query<{ status: string; behind: number }>(
    `SELECT status, (SELECT max(seq) FROM messages m WHERE m.session_id = s.id) - head_seq AS behind
     FROM sessions s WHERE id = $1`,
    [sessionId],
  );
  return found!;
}

async function until(sessionId: string, status: string) {
  await eventually(async () => (await row(sessionId)).status === status);
}

test('Their customer is back in the queue, can be taken over, and can write again when it was closed', async () => {
  const say = await visitor();
  const { sessionId } = await say('I want to talk to a human');
  await until(sessionId, 'waiting');
  const { agentId, token } = await server.addAgent('Ann');
  expect((await server.request('POST', `sessions/${sessionId}/claim`, { token, body: {} })).status).toBe(200);
  // As it is when the deletion looked for sessions before the claim was written.
  await server.query('DELETE FROM agents WHERE id = $1', [agentId]);
  expect(await say('Is anybody there?')).toMatchObject({ status: 201, sessionId });
  await until(sessionId, 'waiting');
  expect((await server.request('POST', `sessions/${sessionId}/claim`, { body: {} })).status).toBe(200);
  expect((await server.request('POST', `sessions/${sessionId}/close`, { body: {} })).status).toBe(200);
  expect(await row(sessionId)).toEqual({ status: 'closed', behind: 0 });
  const next = await say('One more thing');
  expect(next).toMatchObject({ status: 201 });
  expect(next.sessionId).not.toBe(sessionId);
});

test('Who holds or held a session is not deleted, neither as an agent nor as a user', async () => {
  const say = await visitor();
  const { sessionId } = await say('I want to talk to a human');
  await until(sessionId, 'waiting');
  const { agentId, token } = await server.addAgent('Eve');
  expect((await server.request('POST', `sessions/${sessionId}/claim`, { token, body: {} })).status).toBe(200);
  const { userId } = (await server.request('GET', `agents/${agentId}`)).body as { userId: string };
  for (const path of [`agents/${agentId}`, `users/${userId}`])
    expect(await server.request('DELETE', path)).toMatchObject({ status: 409 });
});
