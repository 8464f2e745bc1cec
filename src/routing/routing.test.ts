import { routingSettings } from '../protocol/routing';
import { randomUUID } from 'node:crypto';
import { DomainError, Stale } from '../errors';
import { createEventBus, type EventBus } from '../events';
import { rateRules } from '../gateway/store';
import { createLog } from '../log';
import type { ChannelType } from '../protocol/model/channel';
import type { Message } from '../protocol/model/message';
import type { Presence } from '../protocol/model/presence';
import type { Sessions } from '../sessions/commands';
import { fold } from '../sessions/fold';
import { emptySession, type SessionState } from '../sessions/session';
import type { WantsAgent } from '../sessions/assign-agents';
import { createMemoryRealtime, type Realtime } from '../stores/memory';
import type { AwayRules } from './automatic-away';
import { createRouting, type Routing } from './routing';
import type { AgentProfile, AgentWithLoad, Turn } from './store';

const organizationId = randomUUID();
const graceMs = 60_000;

/** Sessions with a log each, and rows that may lag behind. */
function createFakeSessions(events: EventBus) {
  const logs = new Map<string, SessionState>();
  const rows = new Map<string, SessionState>();
  const fakes = { lag: false, failing: false, silent: false, claims: [] as string[], beforeClaim: () => {} };

  function append(id: string, change: Partial<Message>): SessionState {
    const before = logs.get(id)!;
    const message = {
      id: randomUUID(),
      sessionId: id,
      seq: before.headSeq + 1,
      type: 'system',
      sender: 'system',
      content: {},
      metadata: {},
      isRead: true,
      timestamp: new Date(Date.now() + before.headSeq).toISOString(),
      ...change,
    } as Message;
    const session = fold(before, [message]);
    logs.set(id, session);
    if (!fakes.silent) events.emit('message', { session, message });
    if (!fakes.lag) project(id);
    return session;
  }

  function project(id: string): void {
    const session = logs.get(id)!;
    rows.set(id, session);
    if (fakes.silent) return;
    events.emit('session', { session });
    events.emit('queue', { organizationId });
  }

  function check({ sessionId, expectSeq }: { sessionId: string; expectSeq?: number }): SessionState {
    if (fakes.failing) throw new DomainError('unavailable', 'The store is down.');
    const session = logs.get(sessionId)!;
    if (expectSeq !== undefined && expectSeq !== session.headSeq) throw new Stale(session.headSeq);
    return session;
  }

  const sessions: Pick<Sessions, 'claim' | 'transfer' | 'list'> = {
    async claim(input) {
      fakes.beforeClaim();
      if (check(input).status === 'with_agent') throw new DomainError('conflict', 'Another agent holds it.');
      fakes.claims.push(`${input.sessionId}:${input.agent.id}`);
      const content = { systemAction: 'claimed', data: { agentName: input.agent.name } };
      return append(input.sessionId, { agentId: input.agent.id, content });
    },
    async transfer(input) {
      const held = check(input);
      if (input.from !== undefined && held.agentId !== input.from) return held;
      const content = { systemAction: input.action ?? 'transferred', data: { reason: input.reason } };
      return append(input.sessionId, { content });
    },
    async list(_, { status, agentId, customerId }, { limit, cursor }) {
      const from = Number(cursor ?? 0);
      const found = [...rows.values()].filter(
        (row) =>
          (!status || row.status === status) &&
          (!agentId || row.agentId === agentId) &&
          (!customerId || row.customerId === customerId),
      );
      const next = from + limit < found.length ? String(from + limit) : null;
      return { items: found.slice(from, from + limit), nextCursor: next };
    },
  };

  const turn: Omit<Turn, 'agents'> = {
    async waiting(limit) {
      return [...rows.values()]
        .filter(({ status }) => status === 'waiting')
        .sort((a, b) => a.queuedAt!.localeCompare(b.queuedAt!))
        .slice(0, limit);
    },
    rules: async () => ({ teams: [], settings: routingSettings.parse({}) }),
    owners: async () => new Map(),
    async lastAgents(customerIds) {
      const found = [...rows.values()].filter(
        ({ agentId, customerId }) => agentId && customerIds.includes(customerId),
      );
      return new Map(found.map(({ customerId, agentId }) => [customerId, agentId!]));
    },
  };

  function held(id: string): AgentWithLoad['held'] {
    const counts: AgentWithLoad['held'] = {};
    for (const { status, agentId, channelType } of rows.values())
      if (status === 'with_agent' && agentId === id) counts[channelType] = (counts[channelType] ?? 0) + 1;
    return counts;
  }

  function open(channelType: ChannelType = 'web', customerId: string = randomUUID()): string {
    const id = randomUUID();
    const startedAt = new Date(Date.now() + logs.size).toISOString();
    logs.set(
      id,
      emptySession({ id, organizationId, customerId, channelId: randomUUID(), channelType, startedAt }),
    );
    return id;
  }

  return {
    ...fakes,
    fakes,
    sessions,
    turn,
    held,
    append,
    project,
    open,
    queue: (id = open()) => (append(id, { content: { systemAction: 'queued' } }), id),
    give: (agentId: string, id = open()) => (
      append(id, { agentId, content: { systemAction: 'claimed', data: { agentName: agentId } } }),
      id
    ),
    close: (id: string) => append(id, { content: { systemAction: 'closed' } }),
    of: (id: string) => logs.get(id)!,
  };
}

describe('routing', () => {
  let people: AgentProfile[];
  let events: EventBus;
  let fake: ReturnType<typeof createFakeSessions>;
  let realtime: Realtime;
  let routing: Routing;
  let heard: string[];
  let awayRules: AwayRules;
  let recorded: string[];
  const opened: Routing[] = [];

  const profile = (id: string, status: Presence, maxConcurrentChats = 3): AgentProfile => ({
    id,
    name: id,
    maxConcurrentChats,
    specialties: [],
    languages: [],
    status,
  });

  function build(): Routing {
    const built = createRouting({
      ...realtime,
      listAgents: async () => people,
      saveStatus: async ({ agentId, status }) => {
        const person = people.find(({ id }) => id === agentId);
        if (!person) throw new DomainError('not_found', 'There is no such agent.');
        Object.assign(person, { status, awayReason: null });
      },
      awayRules: async () => awayRules,
      leaveOnline: async ({ agentId, awayReason }) => {
        const person = people.find(({ id, status }) => id === agentId && status === 'online');
        if (person) Object.assign(person, { status: 'away', awayReason });
        return person !== undefined;
      },
      comeBack: async ({ agentId }) => {
        const person = people.find(({ id, awayReason }) => id === agentId && awayReason === 'idle');
        if (person) Object.assign(person, { status: 'online', awayReason: null });
        return person !== undefined;
      },
      recordAway: async ({ agentId, awayReason = 'back' }) => void recorded.push(`${agentId} ${awayReason}`),
      assignmentTurn: (_organizationId, work) =>
        work({
          ...fake.turn,
          agents: async () => people.map((person) => ({ ...person, held: fake.held(person.id) })),
        }),
      weightOf: (type) => ({ whatsapp: 0.5, email: 0.25 })[type] ?? 1,
      sessions: fake.sessions,
      events,
      log: createLog('silent'),
      graceMs,
    });
    opened.push(built);
    return built;
  }

  const connect = (agentId: string, connectionId = agentId, by = routing) =>
    by.connect({ organizationId, agentId, connectionId, node: 'n1' });
  const pickAll = (wanted: Array<Partial<WantsAgent>>) =>
    routing.assign(
      organizationId,
      wanted.map((each) => ({ channelType: 'web' as const, customerId: randomUUID(), ...each })),
      async (agents) => (agents ?? wanted.map(() => undefined)).map((agent) => agent?.id),
    );
  const pick = async (wanted: Partial<WantsAgent> = {}) => (await pickAll([wanted]))[0];
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const settle = () => jest.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    jest.useFakeTimers();
    people = [profile('anna', 'online'), profile('ben', 'online'), profile('cleo', 'offline')];
    events = createEventBus((error) => {
      throw error;
    });
    heard = [];
    recorded = [];
    awayRules = { awayAfterMinutes: 10, awayWhenUnanswered: true };
    events.on('presence', ({ agentId, status, awayReason = '' }) =>
      heard.push(`${agentId} ${status} ${awayReason}`.trim()),
    );
    fake = createFakeSessions(events);
    realtime = createMemoryRealtime({ rules: rateRules });
    routing = build();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    jest.useRealTimers();
  });

  describe('who is away by themselves', () => {
    const sign = (agentId: string, by = routing, secondsAgo = 0) =>
      by.signOfLife({
        ...{ organizationId, agentId },
        connectionId: agentId,
        at: Date.now() - secondsAgo * 1_000,
      });
    /** A minute of consoles that live and in which nobody does anything. */
    async function minutes(count: number, beats: Array<[by: Routing, agentId: string]>): Promise<void> {
      for (let i = 0; i < count; i++) {
        await pass(60_000);
        for (const [by, agentId] of beats) await by.heartbeat([agentId]);
      }
    }
    const presenceOf = async (agentId: string) => (await routing.presences(organizationId))[agentId];

    it('is who sits still for ten minutes: they keep what they have and get nothing new, the queue goes on', async () => {
      await connect('anna');
      await connect('ben');
      await sign('anna');
      const hers = fake.give('anna');
      await minutes(9, [
        [routing, 'anna'],
        [routing, 'ben'],
      ]);
      expect(await presenceOf('anna')).toBe('online');
      await minutes(1, [
        [routing, 'anna'],
        [routing, 'ben'],
      ]);
      // Ben's program tells of no signs: the clock does not judge it.
      expect(heard).toEqual(['anna online', 'ben online', 'anna away idle']);
      expect(await routing.awayReason('anna')).toBe('idle');
      expect(fake.of(hers).agentId).toBe('anna');
      expect(people[0]!.status).toBe('away');
      const next = fake.queue();
      await settle();
      expect(fake.of(next).agentId).toBe('ben');

      await routing.setPresence({ organizationId, agentId: 'anna', status: 'online' });
      expect(await routing.awayReason('anna')).toBeUndefined();
      await minutes(9, [[routing, 'anna']]);
      expect(await presenceOf('anna')).toBe('online');
      await minutes(1, [[routing, 'anna']]);
      expect(recorded).toEqual(['anna idle', 'anna idle']);
    });

    it('is back with the next sign of life, if they only sat still: the queue goes on with them', async () => {
      await connect('anna');
      await sign('anna');
      await minutes(10, [[routing, 'anna']]);
      const waits = fake.queue();
      await settle();
      // Nobody else is there: it waits, rather than be given to an empty chair.
      expect(fake.of(waits).status).toBe('waiting');
      await sign('anna', routing, 70);
      expect(await presenceOf('anna')).toBe('away');
      await sign('anna');
      await settle();
      expect(await presenceOf('anna')).toBe('online');
      expect(await routing.awayReason('anna')).toBeUndefined();
      expect(people[0]!.status).toBe('online');
      expect(fake.of(waits).agentId).toBe('anna');
      expect(heard).toEqual(['anna online', 'anna away idle', 'anna online']);
      expect(recorded).toEqual(['anna idle', 'anna back']);
      // Whoever chose to be away, or let a conversation run out, says so themselves when that is over.
      await routing.setPresence({ organizationId, agentId: 'anna', status: 'away' });
      await sign('anna');
      expect(await presenceOf('anna')).toBe('away');
      await routing.setPresence({ organizationId, agentId: 'anna', status: 'online' });
      await routing.letRunOut({ organizationId, agentId: 'anna' });
      await sign('anna');
      expect(await routing.awayReason('anna')).toBe('unanswered');
      expect(recorded).toEqual(['anna idle', 'anna back', 'anna unanswered']);
      expect(heard.slice(3)).toEqual(['anna away', 'anna online', 'anna away unanswered']);
    });

    it('is who was, in a process that knows nothing of it: a connection that comes back is no sign of life', async () => {
      await connect('anna');
      await sign('anna');
      await minutes(10, [[routing, 'anna']]);
      realtime = createMemoryRealtime({ rules: rateRules });
      const next = build();
      expect(await connect('anna', 'anna', next)).toBe('away');
      expect(await next.awayReason('anna')).toBe('idle');
      await sign('anna', next, 640);
      expect((await next.presences(organizationId))['anna']).toBe('away');
      await sign('anna', next);
      expect((await next.presences(organizationId))['anna']).toBe('online');
      expect(recorded).toEqual(['anna idle', 'anna back']);
    });

    it('is nobody by a reconnect: who did something five minutes before is away five minutes after', async () => {
      await connect('anna');
      await sign('anna');
      await minutes(5, [[routing, 'anna']]);
      await routing.disconnect('anna');
      await connect('anna');
      await sign('anna', routing, 300);
      await minutes(4, [[routing, 'anna']]);
      expect(await presenceOf('anna')).toBe('online');
      await minutes(1, [[routing, 'anna']]);
      expect(await routing.awayReason('anna')).toBe('idle');
    });

    it('is nobody who is there in another console, on whatever node; then both nodes say it once', async () => {
      const other = build();
      await connect('anna');
      await connect('anna', 'anna', other);
      await sign('anna');
      for (let i = 0; i < 4; i++) {
        await sign('anna', other);
        await minutes(9, [
          [routing, 'anna'],
          [other, 'anna'],
        ]);
      }
      expect(heard).not.toContain('anna away idle');
      await minutes(2, [
        [routing, 'anna'],
        [other, 'anna'],
      ]);
      expect(heard.filter((one) => one === 'anna away idle')).toHaveLength(1);
      expect(recorded).toEqual(['anna idle']);
    });

    it('is nobody who chose something else in the same moment, on another node', async () => {
      await connect('anna');
      await sign('anna');
      await minutes(9, [[routing, 'anna']]);
      Object.assign(people[0]!, { status: 'offline' });
      await minutes(1, [[routing, 'anna']]);
      expect(heard).toEqual(['anna online']);
      expect(recorded).toEqual([]);
    });

    it('is nobody where the organization does not want it; what the store forgot, the process knows', async () => {
      awayRules = { awayAfterMinutes: 0, awayWhenUnanswered: false };
      await connect('anna');
      await sign('anna');
      await minutes(60, [[routing, 'anna']]);
      await routing.letRunOut({ organizationId, agentId: 'anna' });
      expect(await presenceOf('anna')).toBe('online');
      awayRules = { awayAfterMinutes: 20, awayWhenUnanswered: false };
      const signs = jest.spyOn(realtime.statuses, 'lastSigns').mockResolvedValue(new Map());
      await minutes(1, [[routing, 'anna']]);
      signs.mockRestore();
      expect(recorded).toEqual(['anna idle']);
    });

    it('is who lets a conversation run out, unless they are away already, or a program', async () => {
      await connect('anna');
      await connect('ben');
      await sign('anna');
      await routing.letRunOut({ organizationId, agentId: 'ben' });
      const other = build();
      await Promise.all([routing, other].map((node) => node.letRunOut({ organizationId, agentId: 'anna' })));
      await routing.letRunOut({ organizationId, agentId: 'anna' });
      expect(new Set(heard)).toEqual(new Set(['anna online', 'ben online', 'anna away unanswered']));
      expect(await routing.awayReason('anna')).toBe('unanswered');
      expect(recorded).toEqual(['anna unanswered']);
    });
  });

  describe('presence', () => {
    it('starts with the stored choice, or away for who never chose', async () => {
      expect(await connect('anna')).toBe('online');
      expect(await connect('cleo')).toBe('away');
      expect(await routing.presences(organizationId)).toEqual({
        anna: 'online',
        ben: 'offline',
        cleo: 'away',
      });
      expect(heard).toEqual(['anna online', 'cleo away']);
    });

    it('keeps a choice, tells it, and refuses a stranger', async () => {
      await connect('cleo');
      await routing.setPresence({ organizationId, agentId: 'cleo', status: 'online' });
      expect(people[2]!.status).toBe('online');
      expect(heard).toEqual(['cleo away', 'cleo online']);
      const stranger = { organizationId, agentId: 'nobody', status: 'online' } as const;
      await expect(routing.setPresence(stranger)).rejects.toMatchObject({ code: 'not_found' });
    });

    it('changes nothing when the agent is back within the grace', async () => {
      await connect('anna');
      const session = fake.give('anna');
      await routing.disconnect('anna');
      await pass(graceMs - 1);
      expect((await routing.presences(organizationId))['anna']).toBe('online');
      await connect('anna', 'anna-2');
      await pass(graceMs * 2);
      expect(fake.of(session).agentId).toBe('anna');
      expect(heard).toEqual(['anna online']);
    });

    it('puts the sessions back, oldest first, when the grace has passed', async () => {
      await connect('anna');
      const ids = [fake.give('anna'), fake.give('anna'), fake.give('anna')];
      const order: string[] = [];
      events.on('message', ({ session, message }) => {
        if (message.content.systemAction === 'agent_left') order.push(session.id);
      });
      await routing.disconnect('anna');
      await pass(graceMs);
      expect(order).toEqual(ids);
      expect(ids.map((id) => fake.of(id).status)).toEqual(['waiting', 'waiting', 'waiting']);
      expect(heard).toEqual(['anna online', 'anna offline']);
      expect((await routing.presences(organizationId))['anna']).toBe('offline');
      expect(await connect('anna')).toBe('online');
    });

    it('counts an agent as present while any tab is open, on any node', async () => {
      const other = build();
      await connect('anna', 'tab-1');
      await connect('anna', 'tab-2');
      await connect('anna', 'tab-3', other);
      const session = fake.give('anna');
      await routing.disconnect('tab-1');
      await routing.disconnect('tab-2');
      for (let i = 0; i < 6; i++) {
        await pass(25_000);
        await other.heartbeat(['tab-3']);
      }
      expect(fake.of(session).agentId).toBe('anna');
      await other.disconnect('tab-3');
      await pass(graceMs);
      expect(fake.of(session).status).toBe('waiting');
    });

    it('changes nothing when the agent is back within the grace on another node', async () => {
      const other = build();
      await connect('anna');
      const session = fake.give('anna');
      await routing.disconnect('anna');
      await pass(graceMs / 2);
      await connect('anna', 'anna-2', other);
      const before = fake.of(session);
      await pass(graceMs / 2);
      expect(fake.of(session)).toEqual(before);
    });

    it('counts the grace from the last time the agent left', async () => {
      await connect('anna');
      const session = fake.give('anna');
      await routing.disconnect('anna');
      await pass(graceMs - 1_000);
      await connect('anna');
      await routing.disconnect('anna');
      await pass(graceMs - 1_000);
      expect(fake.of(session).agentId).toBe('anna');
      await pass(1_000);
      expect(fake.of(session).status).toBe('waiting');
    });

    it('puts the sessions back at once when the agent goes offline', async () => {
      await connect('anna');
      const session = fake.give('anna');
      await routing.setPresence({ organizationId, agentId: 'anna', status: 'offline' });
      expect(fake.of(session).status).toBe('waiting');
      expect((await routing.presences(organizationId))['anna']).toBe('offline');
    });

    it('gives back what its customer writes into meanwhile, whatever the row says', async () => {
      await connect('anna');
      const session = fake.give('anna');
      fake.fakes.lag = true;
      fake.append(session, { type: 'text', sender: 'customer', content: { text: 'hello?' } });
      await routing.setPresence({ organizationId, agentId: 'anna', status: 'offline' });
      expect(fake.of(session).status).toBe('waiting');
    });

    it('gives back at once what reaches an agent who is offline, and refuses them more', async () => {
      await connect('anna');
      await routing.setPresence({ organizationId, agentId: 'anna', status: 'offline' });
      const session = fake.give('anna');
      await settle();
      expect(fake.of(session).status).toBe('waiting');
      const anna = { id: 'anna', name: 'Anna' };
      await expect(routing.refuseOffline(anna)).rejects.toMatchObject({ code: 'conflict' });
      await routing.setPresence({ organizationId, agentId: 'anna', status: 'away' });
      await routing.refuseOffline(anna);
    });

    it('takes from who is offline what no bell told of, when the sweep asks', async () => {
      await connect('anna');
      await connect('ben');
      await routing.setPresence({ organizationId, agentId: 'anna', status: 'offline' });
      fake.fakes.silent = true;
      const [hers, his] = [fake.give('anna'), fake.give('ben')];
      fake.fakes.silent = false;
      people[1]!.maxConcurrentChats = 1;
      const holders = ['anna', 'ben'].map((agentId) => ({ organizationId, agentId }));
      expect(await routing.checkHolders(holders)).toBe(1);
      await settle();
      expect(fake.of(hers).status).toBe('waiting');
      expect(fake.of(his).agentId).toBe('ben');
    });

    it('finds the agents of a process that died, and leaves the others alone', async () => {
      await connect('ben');
      const holders = ['anna', 'ben'].map((agentId) => ({ organizationId, agentId }));
      const [lost, kept] = [fake.give('anna'), fake.give('ben')];
      people[1]!.maxConcurrentChats = 1;
      expect(await routing.checkHolders(holders)).toBe(1);
      await pass(30_000);
      await routing.heartbeat(['ben']);
      expect(await routing.checkHolders(holders)).toBe(1);
      await pass(30_000);
      expect(fake.of(lost).status).toBe('waiting');
      expect(fake.of(kept).agentId).toBe('ben');
    });

    it('fills a store that came back empty', async () => {
      await connect('anna');
      const refilled = createMemoryRealtime({ rules: rateRules });
      Object.assign(realtime.statuses, refilled.statuses);
      Object.assign(realtime.connections, refilled.connections);
      await routing.heartbeat(['anna', 'unknown']);
      expect(await refilled.connections.connected(['anna'])).toEqual(new Set(['anna']));
      expect((await refilled.statuses.get(['anna'])).get('anna')?.status).toBe('online');
    });

    it('takes nobody for gone while the realtime store is, and still knows its own', async () => {
      await connect('anna');
      await connect('ben');
      const [annas, bens] = [fake.give('anna'), fake.give('ben')];
      const gone = async () => Promise.reject(new DomainError('unavailable', 'gone'));
      const { connected } = realtime.connections;
      Object.assign(realtime.connections, { keep: gone, remove: gone, get: gone, connected: gone });
      Object.assign(realtime.statuses, { set: gone, get: gone, touch: gone, remove: gone });
      await routing.disconnect('ben');
      await pass(graceMs * 3);
      expect(fake.of(bens).agentId).toBe('ben');
      expect(await routing.presences(organizationId)).toEqual({
        anna: 'online',
        ben: 'offline',
        cleo: 'offline',
      });
      expect(await routing.checkHolders([{ organizationId, agentId: 'ben' }])).toBe(0);
      expect(await pick()).toBe('anna');
      await routing.heartbeat(['anna']);
      Object.assign(realtime.connections, { connected });
      await pass(graceMs);
      expect(fake.of(bens).agentId).not.toBe('ben');
      expect(fake.of(annas).agentId).toBe('anna');
    });
  });

  describe('pick', () => {
    it('names nobody when nobody is online and connected', async () => {
      expect(await pick()).toBeUndefined();
      await connect('cleo');
      expect(await pick()).toBeUndefined();
      await connect('anna');
      await routing.disconnect('anna');
      expect(await pick()).toBeUndefined();
    });

    it("names the customer's last agent first, also from a closed session", async () => {
      await connect('anna');
      await connect('ben');
      const customerId = randomUUID();
      fake.close(fake.give('ben', fake.open('web', customerId)));
      fake.give('ben');
      expect(await pick({ customerId })).toBe('ben');
      expect(await pick()).toBe('anna');
    });

    it('names, among equals, whoever got no session for longest', async () => {
      await connect('anna');
      await connect('ben');
      for (const agentId of ['ben', 'anna']) {
        await pass(1_000);
        fake.close(fake.give(agentId));
      }
      expect(await pick()).toBe('ben');
    });

    it('spreads what comes together, and never beyond capacity', async () => {
      await connect('anna');
      await connect('ben');
      const picked = await pickAll(Array.from({ length: 8 }, () => ({})));
      const count = (id?: string) => picked.filter((one) => one === id).length;
      expect([count('anna'), count('ben'), count(undefined)]).toEqual([3, 3, 2]);
    });

    it('does not name whoever had it and did not answer', async () => {
      await connect('anna');
      expect(await pick({ exceptAgentId: 'anna' })).toBeUndefined();
      await connect('ben');
      expect(await pick({ exceptAgentId: 'anna' })).toBe('ben');
    });

    it('weighs what an agent holds by channel', async () => {
      people[0]!.maxConcurrentChats = 1;
      await connect('anna');
      for (let i = 0; i < 3; i++) fake.give('anna', fake.open('email'));
      expect(await pick()).toBeUndefined();
      expect(await pick({ channelType: 'whatsapp' })).toBeUndefined();
      expect(await pick({ channelType: 'email' })).toBe('anna');
    });

    it('answers with nobody when a store fails', async () => {
      await connect('anna');
      fake.turn.lastAgents = async () => Promise.reject(new DomainError('unavailable', 'down'));
      await connect('ben');
      expect(await pick()).toBeUndefined();
    });
  });

  describe('the queue', () => {
    it('goes, oldest first, to whoever connects, up to capacity', async () => {
      const ids = Array.from({ length: 5 }, () => fake.queue());
      await connect('anna');
      await settle();
      expect(ids.map((id) => fake.of(id).agentId)).toEqual(['anna', 'anna', 'anna', undefined, undefined]);
      await connect('ben');
      await settle();
      expect(ids.slice(3).map((id) => fake.of(id).agentId)).toEqual(['ben', 'ben']);
    });

    it('moves when a session closes, an agent goes online, or capacity is raised', async () => {
      people[0]!.maxConcurrentChats = 1;
      await connect('anna');
      await connect('cleo');
      const held = fake.give('anna');
      const [first, second, third] = [fake.queue(), fake.queue(), fake.queue()];
      await settle();
      expect(fake.of(first).status).toBe('waiting');
      fake.close(held);
      await settle();
      expect(fake.of(first).agentId).toBe('anna');
      people[0]!.maxConcurrentChats = 2;
      expect(await routing.claimNext(organizationId)).toBe(1);
      expect(fake.of(second).agentId).toBe('anna');
      await routing.setPresence({ organizationId, agentId: 'cleo', status: 'online' });
      await settle();
      expect(fake.of(third).agentId).toBe('cleo');
    });

    it('moves when a session closes whose row is written later', async () => {
      people[0]!.maxConcurrentChats = 1;
      await connect('anna');
      const held = fake.give('anna');
      const waiting = fake.queue();
      await settle();
      fake.fakes.lag = true;
      fake.close(held);
      await settle();
      expect(fake.of(waiting).status).toBe('waiting');
      fake.fakes.lag = false;
      fake.project(held);
      await settle();
      expect(fake.of(waiting).agentId).toBe('anna');
    });

    it('never gives one session twice, nor an agent too much, however often it is called', async () => {
      await connect('anna');
      for (let i = 0; i < 6; i += 1) fake.queue();
      await Promise.all(Array.from({ length: 10 }, () => routing.claimNext(organizationId)));
      await settle();
      expect(fake.fakes.claims).toHaveLength(3);
      expect(new Set(fake.fakes.claims).size).toBe(3);
    });

    it('looks for nobody when it only grew: whoever gets room rings', async () => {
      await connect('anna');
      fake.fakes.silent = true;
      const id = fake.queue();
      events.emit('queue', { organizationId, full: true });
      await settle();
      expect(fake.of(id).status).toBe('waiting');
      events.emit('queue', { organizationId });
      await settle();
      expect(fake.of(id).agentId).toBe('anna');
    });

    it('looks again when somebody else was faster', async () => {
      jest.useRealTimers();
      const [contested, other] = [fake.queue(), fake.queue()];
      people[0]!.maxConcurrentChats = 1;
      fake.fakes.beforeClaim = () => {
        if (fake.of(contested).status === 'waiting') fake.give('ben', contested);
      };
      await connect('anna');
      await routing.claimNext(organizationId);
      expect(fake.of(contested).agentId).toBe('ben');
      expect(fake.of(other).agentId).toBe('anna');
    });

    it('takes a customer who writes meanwhile on another node, at the first try', async () => {
      const late = fake.queue();
      fake.fakes.silent = true;
      fake.fakes.lag = true;
      fake.append(late, { type: 'text', sender: 'customer', content: { text: 'hello?' } });
      await connect('anna');
      await settle();
      expect(fake.of(late).agentId).toBe('anna');
    });

    it('waits for the next bell when the store is down, and does not reject', async () => {
      const id = fake.queue();
      fake.fakes.failing = true;
      await connect('anna');
      expect(await routing.claimNext(organizationId)).toBe(0);
      fake.fakes.failing = false;
      expect(await routing.claimNext(organizationId)).toBe(1);
      expect(fake.of(id).agentId).toBe('anna');
    });

    it('does nothing any more once closed', async () => {
      await connect('anna');
      await routing.close();
      const id = fake.queue();
      expect(await routing.claimNext(organizationId)).toBe(0);
      expect(fake.of(id).status).toBe('waiting');
    });
  });
});
