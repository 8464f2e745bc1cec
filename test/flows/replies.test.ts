// What a team says and does often: canned replies, macros, putting away, and calling a colleague.
import { randomUUID } from 'node:crypto';
import type { Macro, MacroOutcome, MacroSteps } from '../../src/protocol/macros';
import type { CannedReply } from '../../src/protocol/canned-replies';
import type { MentionPage } from '../../src/protocol/mentions';
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

describe('macros', () => {
  let count = 0;
  const write = async (steps: MacroSteps, token = ada.token, shared = true) =>
    ask<Macro>('POST', 'macros', token, { shortcut: `m${++count}`, title: 'Refund', steps, shared });
  async function waits() {
    const who = await customer(server, { firstName: 'Grace' });
    await who.say('Where is my refund?');
    return { who, sessionId: await who.askForPerson() };
  }
  const run = (sessionId: string, macroId: string, more: object = {}, token = lin.token) =>
    ask<MacroOutcome & { detail?: string }>('POST', `sessions/${sessionId}/macros/${macroId}/run`, token, {
      runId: randomUUID(),
      ...more,
    });
  const log = async (sessionId: string) =>
    (await ask<{ items: Message[] }>('GET', `sessions/${sessionId}/messages`, lin.token)).body.items;
  const brief = ({ steps }: MacroOutcome) => steps.map(({ step, outcome }) => `${step} ${outcome}`);

  it('are the team’s or one’s own, say or do something, and end in one way', async () => {
    expect((await write({ close: true }, lin.token)).status).toBe(403);
    const own = await write({ close: true }, lin.token, false);
    expect(own).toMatchObject({ status: 201, body: { shared: false, steps: { close: true } } });
    expect((await ask('GET', `macros/${own.body.id}`, ada.token)).status).toBe(404);
    expect((await write({}, ada.token)).status).toBe(400);
    expect((await write({ close: true, snooze: 'hour' })).status).toBe(400);
    expect((await write({ assign: { agentId: randomUUID() } })).body).toMatchObject({
      errors: [{ path: 'steps.assign' }],
    });
    expect((await run((await waits()).sessionId, own.body.id, {}, ada.token)).status).toBe(404);
  });

  it('take over, say, note, label, rank and close in one call, each a line of whoever ran it', async () => {
    const { who, sessionId } = await waits();
    await ask('PATCH', `sessions/${sessionId}`, ada.token, { labels: ['new', 'vip'] });
    const { body: macro } = await write({
      reply: 'Hi {{customer.first_name}}, it is on its way. {{agent.first_name}}',
      note: 'Refunded {{customer.name}}.',
      addLabels: ['refund'],
      removeLabels: ['new'],
      priority: 'high',
      close: true,
    });
    const { status, body } = await run(sessionId, macro.id);
    expect([status, brief(body)]).toEqual([
      200,
      ['claim done', 'reply done', 'note done', 'labels done', 'priority done', 'close done'],
    ]);
    expect(body.session).toMatchObject({ status: 'closed', labels: ['vip', 'refund'], priority: 'high' });
    const lines = (await log(sessionId)).slice(-6);
    expect(lines.map(({ type, content }) => content.systemAction ?? `${type}: ${content.text}`)).toEqual([
      'claimed',
      'text: Hi Grace, it is on its way. Lin',
      'note: Refunded Grace.',
      'labeled',
      'prioritized',
      'closed',
    ]);
    expect(lines.map(({ senderId }) => senderId)).toEqual(Array(6).fill(lin.agentId));
    await eventually(() => who.heard.some(({ content }) => content.text?.includes('on its way')));
    expect(who.heard.some(({ type }) => type === 'note')).toBe(false);
    expect((await ask<Macro>('GET', `macros/${macro.id}`, lin.token)).body.uses).toBe(1);
    const { body: removes } = await write({ addLabels: [], removeLabels: ['refund'] });
    expect((await run(sessionId, removes.id)).body.session.labels).toEqual(['vip']);
  });

  it('do nothing at all where the reply cannot go out, or has a hole', async () => {
    const { sessionId } = await waits();
    await ask('POST', `sessions/${sessionId}/claim`, ada.token, {});
    const { body: macro } = await write({ reply: 'Parcel {{parcel}} left.', addLabels: ['sent'] });
    const before = await log(sessionId);
    expect((await run(sessionId, macro.id)).body).toMatchObject({
      code: 'invalid',
      detail: 'Fill in first: parcel',
    });
    expect((await run(sessionId, macro.id, { reply: 'Parcel 12 left.' })).body).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('Ada has this conversation'),
    });
    expect(await log(sessionId)).toEqual(before);
  });

  it('say where they stopped, and go on there without saying anything twice', async () => {
    const { who, sessionId } = await waits();
    const seenSeq = (await log(sessionId)).at(-1)!.seq;
    await who.say('Wait, one more thing');
    const { body: macro } = await write({ reply: 'Done.', addLabels: ['done'], close: true });
    const runId = randomUUID();
    const first = await run(sessionId, macro.id, { runId, seenSeq });
    expect(brief(first.body)).toEqual(['claim done', 'reply done', 'labels done', 'close failed']);
    expect(first.body.steps.at(-1)!.why).toContain('wrote something new');
    expect(first.body.session.status).toBe('with_agent');
    const again = await run(sessionId, macro.id, { runId, seenSeq: first.body.session.headSeq });
    expect(brief(again.body)).toEqual(['reply done', 'labels done', 'close done']);
    const lines = await log(sessionId);
    expect(lines.filter(({ content }) => content.text === 'Done.')).toHaveLength(1);
    expect(lines.filter(({ content }) => content.systemAction === 'labeled')).toHaveLength(1);
  });

  it('give to a colleague or put away in the end; whom they name and who is gone gets nothing', async () => {
    const gone = await server.addAgent('Leaving');
    const { body: toGone } = await write({ reply: 'Bye', assign: { agentId: gone.agentId } });
    const { body: toAda } = await write({ assign: { agentId: ada.agentId } });
    const { body: away } = await write({ reply: 'Tomorrow.', snooze: 'tomorrow' });
    const [one, other] = [await waits(), await waits()];
    expect((await run(one.sessionId, toAda.id)).body.session).toMatchObject({ agentId: ada.agentId });
    const put = await run(other.sessionId, away.id);
    expect(brief(put.body)).toEqual(['claim done', 'reply done', 'snooze done']);
    expect(Date.parse(put.body.session.snoozed!.until!)).toBeGreaterThan(Date.now());
    await server.request('DELETE', `agents/${gone.agentId}`);
    const third = await waits();
    const before = await log(third.sessionId);
    expect(await run(third.sessionId, toGone.id)).toMatchObject({ status: 409 });
    expect(await log(third.sessionId)).toEqual(before);
  });
});

describe('a conversation that is put away', () => {
  const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
  const get = async (id: string) => (await ask<Session>('GET', `sessions/${id}`, lin.token)).body;
  const listed = async (query: string) =>
    (await ask<{ items: Session[] }>('GET', `sessions?${query}`, lin.token)).body.items.map(({ id }) => id);
  const counts = async () =>
    (
      await ask<Record<'mine' | 'needsReply' | 'snoozed' | 'open', number>>(
        'GET',
        'sessions/counts',
        lin.token,
      )
    ).body;

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
      needsReply: before.needsReply,
      snoozed: before.snoozed + 1,
      open: before.open + 1,
    });
    expect(await listed('agentId=me&snoozed=false')).not.toContain(sessionId);
    expect(await listed('status=with_agent&snoozed=true')).toContain(sessionId);
    expect((await ask('POST', `sessions/${sessionId}/snooze`, ada.token, { until })).status).toBe(409);
    const back = await ask<Session>('POST', `sessions/${sessionId}/unsnooze`, lin.token, {});
    expect(back.body.snoozed).toBeUndefined();
    expect(await counts()).toMatchObject({
      mine: before.mine + 1,
      needsReply: before.needsReply + 1,
      snoozed: before.snoozed,
    });
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
    const soon = new Date(Date.now() + 3_000).toISOString();
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

describe('a note that calls a colleague', () => {
  const mentions = async (token: string) => (await ask<MentionPage>('GET', 'mentions', token)).body;
  const note = (sessionId: string, text: string, ids: string[], clientMessageId: string = randomUUID()) =>
    ask<Message>('POST', `sessions/${sessionId}/messages`, lin.token, {
      ...{ text, note: true, mentions: ids, clientMessageId },
    });

  it('is told to them once, by socket and in a list that counts what is not read, and to nobody else', async () => {
    const who = await customer(server, { firstName: 'Grace' });
    await who.say('Where is my refund?');
    const sessionId = await who.askForPerson();
    const socket = server.socket('/agent', { token: ada.token });
    const told: unknown[] = [];
    socket.on('notification', (one: { type: string }) => one.type === 'mentioned' && told.push(one));
    await new Promise((resolve) => socket.on('ready', resolve));
    const key = randomUUID();
    const said = await note(sessionId, '@Ada can you look?', [ada.agentId, lin.agentId, randomUUID()], key);
    expect(said.body.metadata.mentions).toEqual([{ agentId: ada.agentId, name: 'Ada' }]);
    await note(sessionId, '@Ada can you look?', [ada.agentId], key);
    const { seq } = said.body;
    await eventually(() => told.length > 0);
    expect(told).toMatchObject([{ sessionId, seq, by: 'Lin', customerName: 'Grace' }]);
    const { items, unread } = await mentions(ada.token);
    expect([unread, items]).toMatchObject([1, [{ sessionId, seq, by: 'Lin', text: '@Ada can you look?' }]]);
    expect(await mentions(lin.token)).toMatchObject({ items: [], unread: 0 });
    expect(await mentions((await server.addAgent('Eve')).token)).toMatchObject({ items: [], unread: 0 });
    expect((await ask('POST', 'mentions/read', ada.token, { sessionId })).body).toEqual({ unread: 0 });
    expect((await mentions(ada.token)).items[0]!.readAt).toBeDefined();
    expect(who.heard.some(({ type }) => type === 'note')).toBe(false);
    socket.disconnect();
  });

  it('goes with who was called and is removed, and with the customer who is erased', async () => {
    const who = await customer(server, { firstName: 'Joe' });
    await who.say('Hello');
    const sessionId = await who.askForPerson();
    const gone = await server.addAgent('Going');
    const reply = await ask<Message>('POST', `sessions/${sessionId}/messages`, lin.token, {
      ...{ text: '@Going, @Ada', note: true, clientMessageId: randomUUID() },
      mentions: [gone.agentId, ada.agentId],
    });
    expect(reply.body.metadata.mentions).toHaveLength(2);
    await server.request('DELETE', `agents/${gone.agentId}`);
    const rows = await server.query(`SELECT agent_id FROM mentions WHERE session_id = '${sessionId}'`);
    expect(rows).toEqual([{ agent_id: ada.agentId }]);
    expect((await note(sessionId, '@Going still?', [gone.agentId])).body.metadata.mentions).toBeUndefined();
    await server.request('DELETE', `customers/${who.id}`);
    expect((await mentions(ada.token)).items.some((one) => one.sessionId === sessionId)).toBe(false);
  });
});
