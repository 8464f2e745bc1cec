// Teams: what comes to them first, and that nobody waits for a team that is not there.
import { randomUUID } from 'node:crypto';
import type { Message } from '../../src/protocol/model/message';
import type { Session } from '../../src/protocol/model/session';
import type { Team } from '../../src/protocol/teams';
import { TestServer } from '../dev-env/test-server';
import { eventually, eventuallyPasses } from '../../src/tools/eventually';

let server: TestServer;
let ada: Person;
let bill: Person;

beforeAll(async () => {
  server = await TestServer.create({ env: { RATE_LIMITS: 'off' }, timing: { sweepEveryMs: 3_600_000 } });
  ada = await agent('Ada');
  bill = await agent('Bill');
});
afterAll(() => server?.close());

afterEach(async () => {
  for (const { id } of await server.query<{ id: string }>(`SELECT id FROM sessions WHERE status <> 'closed'`))
    await server.request('POST', `sessions/${id}/close`);
  for (const { id } of [ada, bill])
    await server.request('PATCH', `agents/${id}`, { body: { maxConcurrentChats: 3 } });
});

type Person = Awaited<ReturnType<typeof agent>>;

async function agent(name: string) {
  const { agentId, token } = await server.addAgent(name);
  const socket = server.socket('/agent', { token });
  await new Promise((resolve) => socket.once('ready', resolve));
  const be = (status: string) => socket.emitWithAck('presence:set', { status });
  return { id: agentId, socket, be };
}

async function customer(channelKey = server.channelKey) {
  const socket = server.socket('/customer', { channelKey });
  await new Promise((resolve) => socket.once('ready', resolve));
  const say = async (text: string) =>
    (
      (await socket.emitWithAck('message:send', { clientMessageId: randomUUID(), text })) as {
        message: Message;
      }
    ).message.sessionId;
  return { say, askForPerson: () => socket.emitWithAck('session:request_human', {}) };
}

const session = async (id: string) => (await server.request('GET', `sessions/${id}`)).body as Session;
const team = async (body: object) => (await server.request('POST', 'teams', { body })).body as Team;
const remove = (...teams: Team[]) =>
  Promise.all(teams.map(({ id }) => server.request('DELETE', `teams/${id}`)));

/** A session with the AI, and how it goes to people. */
async function withAi(text = 'Hello there') {
  const one = await customer();
  const id = await one.say(text);
  return { id, handOver: async () => (await one.askForPerson(), session(id)) };
}

test('What has a label of the team goes to its members, although a colleague is less busy; the log says why', async () => {
  await Promise.all([ada.be('online'), bill.be('online')]);
  const billing = await team({ name: 'Billing', agentIds: [bill.id], labels: ['Refund'] });
  for (let held = 1; held <= 2; held++) {
    const { id, handOver } = await withAi();
    await server.request('PATCH', `sessions/${id}`, { body: { labels: ['refund'] } });
    expect(await handOver()).toMatchObject({ status: 'with_agent', agentId: bill.id, teamId: billing.id });
  }
  const { body } = await server.request('GET', `sessions?teamId=${billing.id}&status=with_agent`);
  const { items } = body as { items: Session[] };
  expect(items.map(({ agentId, teamId }) => [agentId, teamId])).toEqual([
    [bill.id, billing.id],
    [bill.id, billing.id],
  ]);
  const messages = (await server.request('GET', `sessions/${items[0]!.id}/messages`)).body as {
    items: Message[];
  };
  expect(messages.items.find(({ type }) => type === 'handover')?.content.data).toEqual({
    agentName: 'Bill',
    teamId: billing.id,
    teamName: 'Billing',
  });
  // Bill has no room left: what is the team's waits for him, others do not wait behind it.
  await server.request('PATCH', `agents/${bill.id}`, { body: { maxConcurrentChats: 2 } });
  const waits = await withAi();
  await server.request('PATCH', `sessions/${waits.id}`, { body: { labels: ['refund'] } });
  expect(await waits.handOver()).toMatchObject({ status: 'waiting', teamId: billing.id });
  expect(await (await withAi()).handOver()).toMatchObject({ agentId: ada.id });
  const counts = (await server.request('GET', 'sessions/counts')).body as { teams: object[] };
  expect(counts.teams).toEqual([{ id: billing.id, waiting: 1, open: 3 }]);
  // It had its time: whoever is free gets it.
  await server.query(`UPDATE sessions SET queued_at = now() - interval '1 hour' WHERE id = $1`, [waits.id]);
  await server.app.sweep();
  expect(await session(waits.id)).toMatchObject({ status: 'with_agent', agentId: ada.id });
  await remove(billing);
});

test('Everybody in turn, and what a conversation counts, are the organization’s to set', async () => {
  await Promise.all([ada.be('online'), bill.be('online')]);
  const set = async (key: string, value: unknown) =>
    (
      (await server.request('POST', 'settings', { body: { category: 'routing', key, value } })).body as {
        id: string;
      }
    ).id;
  const holder = async () => (await (await withAi()).handOver()).agentId;
  const first = await holder();
  const second = await holder();
  expect([first, second].sort()).toEqual([ada.id, bill.id].sort());
  const [one] = await server.query<{ id: string }>(
    `SELECT id FROM sessions WHERE agent_id = $1 AND status = 'with_agent'`,
    [second],
  );
  await server.request('POST', `sessions/${one!.id}/close`);
  // The second is idle again, and the first has one: the least busy would get it.
  const settings = [await set('order', 'round_robin')];
  expect(await holder()).toBe(first);
  settings.push(await set('webWeight', 3));
  // Each takes three at once: the one chat that the first has counts for all of it.
  expect(await holder()).toBe(second);
  expect(await (await withAi()).handOver()).toMatchObject({ status: 'waiting' });
  const refused = { category: 'routing', key: 'emailWeight', value: 0 };
  expect((await server.request('POST', 'settings', { body: refused })).status).toBe(400);
  for (const id of settings) await server.request('DELETE', `settings/${id}`);
});

test('Nobody waits for a team that is empty, away, or gone', async () => {
  await Promise.all([ada.be('online'), bill.be('away')]);
  const empty = await team({ name: 'Empty', labels: ['empty'] });
  const away = await team({ name: 'Away', labels: ['away'], agentIds: [bill.id] });
  for (const { labels, id: teamId } of [empty, away]) {
    const { id, handOver } = await withAi();
    await server.request('PATCH', `sessions/${id}`, { body: { labels } });
    expect(await handOver()).toMatchObject({ status: 'with_agent', agentId: ada.id, teamId });
    await server.request('POST', `sessions/${id}/close`);
  }
  // Of those who wait for a team that goes, whoever is free gets them, too.
  await bill.be('online');
  await server.request('PATCH', `agents/${bill.id}`, { body: { maxConcurrentChats: 1 } });
  await (await withAi()).handOver();
  const other = await withAi();
  await server.request('PATCH', `sessions/${other.id}`, { body: { labels: ['away'] } });
  await other.handOver();
  const [first, last] = [await withAi(), await withAi()];
  for (const { id } of [first, last])
    await server.request('PATCH', `sessions/${id}`, { body: { labels: ['away'] } });
  await first.handOver();
  expect(await last.handOver()).toMatchObject({ status: 'waiting', teamId: away.id });
  await remove(empty, away);
  await eventuallyPasses(async () => expect(await session(last.id)).toMatchObject({ agentId: ada.id }));
});

test('A conversation is transferred to a team, by socket and REST, to one of another house it is not', async () => {
  await Promise.all([ada.be('online'), bill.be('online')]);
  const sales = await team({ name: 'Sales', agentIds: [bill.id] });
  const { id, handOver } = await withAi();
  await handOver();
  await server.request('POST', `sessions/${id}/transfer`, { body: { to: { agentId: ada.id } } });
  const ack = (await ada.socket.emitWithAck('session:transfer', {
    sessionId: id,
    to: { teamId: sales.id },
    note: 'A big one',
  })) as { ok: boolean; session: Session };
  expect(ack).toMatchObject({ ok: true, session: { teamId: sales.id } });
  await eventuallyPasses(async () => expect(await session(id)).toMatchObject({ agentId: bill.id }));
  const back = await server.request('POST', `sessions/${id}/transfer`, { body: { to: { teamId: null } } });
  expect(back.body).not.toHaveProperty('teamId');
  const nowhere = { to: { teamId: randomUUID() } };
  expect((await server.request('POST', `sessions/${id}/transfer`, { body: nowhere })).status).toBe(404);
  expect(await ada.socket.emitWithAck('session:transfer', { sessionId: id, ...nowhere })).toMatchObject({
    error: { code: 'not_found' },
  });
  const other = await server.addOrganization();
  const token = await server.login(other.email, other.password);
  const theirs = (await server.request('POST', 'teams', { token, body: { name: 'Sales' } })).body as Team;
  const foreign = { to: { teamId: theirs.id } };
  expect((await server.request('POST', `sessions/${id}/transfer`, { body: foreign })).status).toBe(404);
  expect(
    (await server.request('POST', 'teams', { token, body: { name: 'X', agentIds: [ada.id] } })).body,
  ).toMatchObject({ code: 'invalid', errors: [{ path: 'agentIds' }] });
  expect((await server.request('POST', 'teams', { body: { name: 'sales' } })).status).toBe(409);
  await remove(sales);
});

test('A busy team with a long queue keeps nobody of the others waiting', async () => {
  await Promise.all([ada.be('away'), bill.be('away')]);
  const busy = await team({ name: 'Busy', agentIds: [bill.id] });
  const { id, handOver } = await withAi();
  await handOver();
  await server.request('POST', `sessions/${id}/transfer`, { body: { to: { teamId: busy.id } } });
  // 120 of the team are before the one that anybody may take.
  await server.query(
    `WITH new AS (INSERT INTO customers (organization_id) SELECT organization_id FROM sessions, generate_series(1, 120) WHERE id = $1 RETURNING id)
     INSERT INTO sessions (organization_id, customer_id, channel_id, channel_type, status, team_id, queued_at)
     SELECT s.organization_id, new.id, s.channel_id, s.channel_type, 'waiting', s.team_id, s.queued_at - interval '1 second'
     FROM sessions s, new WHERE s.id = $1`,
    [id],
  );
  const free = await withAi();
  expect(await free.handOver()).toMatchObject({ status: 'waiting' });
  await server.request('PATCH', `agents/${bill.id}`, { body: { maxConcurrentChats: 1 } });
  await bill.be('online');
  await eventually(
    async () =>
      (await server.query(`SELECT 1 FROM sessions WHERE agent_id = $1 AND status = 'with_agent'`, [bill.id]))
        .length > 0,
  );
  await ada.be('online');
  await eventuallyPasses(async () => expect(await session(free.id)).toMatchObject({ agentId: ada.id }));
  await server.query(`DELETE FROM sessions WHERE head_seq = 0`);
});
