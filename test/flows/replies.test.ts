// What a team says and does often: canned replies, macros, putting away, and calling a colleague.
import { randomUUID } from 'node:crypto';
import type { CannedReply } from '../../src/protocol/canned-replies';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import { eventually } from '../../src/tools/eventually';
import { TestServer } from '../dev-env/test-server';
import { customer } from './console-desk';

let server: TestServer;
let lin: Awaited<ReturnType<TestServer['addAgent']>>;
let ada: Awaited<ReturnType<TestServer['addAgent']>>;

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off', PARLEY_DEMO: 'off' } });
  [lin, ada] = [await server.addAgent('Lin'), await server.addAgent('Ada', 'supervisor')];
});
afterAll(() => server?.close());

async function ask<T = unknown>(method: string, path: string, token: string, body?: unknown) {
  const answer = await server.request(method, path, { token, ...(body !== undefined && { body }) });
  return { status: answer.status, body: answer.body as T };
}

describe('canned replies', () => {
  const reply = (shortcut: string, shared: boolean) => ({
    shortcut,
    title: 'Refund',
    content: 'Hi {{customer.first_name}}',
    shared,
  });
  const shortcuts = async (token: string) =>
    (await ask<{ items: CannedReply[] }>('GET', 'canned-replies', token)).body.items.map(
      ({ shortcut }) => shortcut,
    );

  it('are the team’s, written by supervisors, or one’s own, which nobody else sees', async () => {
    expect((await ask('POST', 'canned-replies', lin.token, reply('team', true))).status).toBe(403);
    const shared = await ask<CannedReply>('POST', 'canned-replies', ada.token, reply('team', true));
    const own = await ask<CannedReply>('POST', 'canned-replies', lin.token, reply('mine', false));
    expect([shared, own]).toMatchObject([
      { status: 201, body: { shared: true, uses: 0 } },
      { status: 201, body: { shared: false } },
    ]);
    expect(await shortcuts(lin.token)).toEqual(['mine', 'team']);
    expect(await shortcuts(ada.token)).toEqual(['team']);
    const path = `canned-replies/${own.body.id}`;
    for (const [method, place] of [
      ['GET', path],
      ['PUT', path],
      ['DELETE', path],
      ['POST', `${path}/used`],
    ] as const) {
      const body = method === 'PUT' ? reply('hers', false) : undefined;
      expect([method, (await ask(method, place, ada.token, body)).status]).toEqual([method, 404]);
    }
    expect((await ask('DELETE', `canned-replies/${shared.body.id}`, lin.token)).status).toBe(403);
    expect((await ask('PUT', path, lin.token, reply('mine', true))).status).toBe(403);
  });

  it('have one shortcut each among the team’s, and among one’s own, whatever its case', async () => {
    expect((await ask('POST', 'canned-replies', ada.token, reply('TEAM', true))).status).toBe(409);
    expect((await ask('POST', 'canned-replies', lin.token, reply('team', false))).status).toBe(201);
    expect((await ask('POST', 'canned-replies', lin.token, reply('a b', false))).status).toBe(400);
  });

  it('count how often they were taken', async () => {
    const { body } = await ask<CannedReply>('POST', 'canned-replies', lin.token, reply('count', false));
    for (let time = 0; time < 2; time += 1)
      expect((await ask('POST', `canned-replies/${body.id}/used`, lin.token)).status).toBe(204);
    const { body: counted } = await ask<CannedReply>('GET', `canned-replies/${body.id}`, lin.token);
    expect(counted).toMatchObject({ uses: 2, lastUsedAt: expect.stringMatching(/^20/) as string });
  });

  it('are nobody’s own of a program, and go with the person whose own they are', async () => {
    const { body: key } = await server.request('POST', 'api-keys', {
      body: { name: 'Bot', permissions: ['sessions:read', 'sessions:write', 'knowledge:write'] },
    });
    const { key: token } = key as { key: string };
    expect((await ask('POST', 'canned-replies', token, reply('bot', false))).status).toBe(400);
    expect(await shortcuts(token)).toEqual(['team']);
    const gone = await server.addAgent('Gone');
    await ask('POST', 'canned-replies', gone.token, reply('gone', false));
    await server.request('DELETE', `agents/${gone.agentId}`);
    await server.request('DELETE', `users/${gone.userId}`);
    expect(await server.query(`SELECT 1 FROM canned_replies WHERE shortcut = 'gone'`)).toEqual([]);
  });
});

describe('a conversation that is put away', () => {
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
  const get = async (id: string) => (await ask<Session>('GET', `sessions/${id}`, lin.token)).body;
  const listed = async (query: string) =>
    (await ask<{ items: Session[] }>('GET', `sessions?${query}`, lin.token)).body.items.map(({ id }) => id);
  const counts = async () =>
    (await ask<{ mine: number; snoozed: number; open: number }>('GET', 'sessions/counts', lin.token)).body;

  const consoles: Array<ReturnType<TestServer['socket']>> = [];

  /** Lin has it, at a console of hers, and has put it away. */
  async function away(until?: string) {
    const socket = server.socket('/agent', { token: lin.token });
    consoles.push(socket);
    await new Promise((resolve) => socket.on('ready', resolve));
    await socket.emitWithAck('presence:set', { status: 'away' });
    const who = await customer(server);
    await who.say('My lamp is broken');
    const sessionId = await who.askForPerson();
    if (until === undefined) {
      const snooze = () => ask('POST', `sessions/${sessionId}/snooze`, lin.token, {});
      expect((await snooze()).status).toBe(409);
      await ask('POST', `sessions/${sessionId}/claim`, lin.token, {});
      await ask('POST', `sessions/${sessionId}/messages`, lin.token, {
        text: 'Which lamp?',
        clientMessageId: randomUUID(),
      });
    }
    const { body } = await ask<Session>('POST', `sessions/${sessionId}/snooze`, lin.token, {
      ...(until && { until }),
    });
    return { who, socket, sessionId, body };
  }
  /** Its hour has come. */
  const passed = (id: string) =>
    server.query(`UPDATE sessions SET snoozed_until = now() - interval '1 second' WHERE id = $1`, [id]);

  it('leaves Mine for a tab of its own, with true counts, and comes back by hand', async () => {
    const before = await counts();
    const until = inAnHour();
    const { sessionId, body } = await away(until);
    expect(body).toMatchObject({ status: 'with_agent', agentId: lin.agentId, snoozed: { until } });
    expect(await counts()).toMatchObject({
      mine: before.mine,
      snoozed: before.snoozed + 1,
      open: before.open + 1,
    });
    expect(await listed('agentId=me&snoozed=false')).not.toContain(sessionId);
    expect(await listed('status=with_agent&snoozed=true')).toContain(sessionId);
    expect((await ask('POST', `sessions/${sessionId}/snooze`, ada.token, { until })).status).toBe(409);
    const back = await ask<Session>('POST', `sessions/${sessionId}/unsnooze`, lin.token, {});
    expect(back.body.snoozed).toBeUndefined();
    expect(await counts()).toMatchObject({ mine: before.mine + 1, snoozed: before.snoozed });
    for (const wrong of ['2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z'])
      expect((await ask('POST', `sessions/${sessionId}/snooze`, lin.token, { until: wrong })).status).toBe(
        400,
      );
  });

  it('comes back at once when the customer writes, who saw nothing of it', async () => {
    const { who, sessionId } = await away();
    expect((await get(sessionId)).snoozed).toEqual({});
    await who.say('One more thing');
    await eventually(async () => (await get(sessionId)).snoozed === undefined);
    expect(await get(sessionId)).toMatchObject({ status: 'with_agent', agentId: lin.agentId });
    expect(JSON.stringify(who.heard)).not.toContain('snooz');
  });

  it('comes back at its time, to its agent who is told, with a line for each', async () => {
    const { socket, sessionId } = await away(inAnHour());
    const told: Array<{ sessionId?: string }> = [];
    socket.on('notification', (one: { sessionId?: string }) => told.push(one));
    await server.app.sweep();
    expect((await get(sessionId)).snoozed).toBeDefined();
    // The log is the truth: what only its row says does not wake it.
    await passed(sessionId);
    await server.app.sweep();
    expect((await get(sessionId)).snoozed).toBeDefined();
    const soon = new Date(Date.now() + 1_500).toISOString();
    await ask('POST', `sessions/${sessionId}/snooze`, lin.token, { until: soon });
    await eventually(async () => {
      await server.app.sweep();
      return (await get(sessionId)).snoozed === undefined;
    });
    expect(await get(sessionId)).toMatchObject({ status: 'with_agent', agentId: lin.agentId });
    await eventually(() => told.some((one) => one.sessionId === sessionId));
    const { body } = await ask<{ items: Message[] }>('GET', `sessions/${sessionId}/messages`, lin.token);
    expect(body.items.map(({ content }) => content.systemAction).slice(-3)).toEqual([
      'snoozed',
      'snoozed',
      'unsnoozed',
    ]);
  });

  it('goes to the queue at its time when its agent is not there, and before that only if its customer waits for an answer', async () => {
    const answered = await away(inAnHour());
    await ask('POST', `sessions/${answered.sessionId}/messages`, lin.token, {
      text: 'I will look tomorrow.',
      clientMessageId: 'tomorrow-1',
    });
    const waiting = await customer(server);
    await waiting.say('Where is my lamp?');
    const waits = await waiting.askForPerson();
    await ask('POST', `sessions/${waits}/snooze`, lin.token, { until: inAnHour() });
    await answered.socket.emitWithAck('presence:set', { status: 'offline' });
    await eventually(async () => (await get(waits)).status === 'waiting');
    expect((await get(waits)).snoozed).toBeUndefined();
    expect((await get(answered.sessionId)).snoozed).toBeDefined();
    expect(await get(answered.sessionId)).toMatchObject({ status: 'with_agent' });
    for (const socket of consoles) socket.disconnect();
    await passed(answered.sessionId);
    await eventually(async () => {
      await server.app.sweep();
      return (await get(answered.sessionId)).status === 'waiting';
    });
  });
});
