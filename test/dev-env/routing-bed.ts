// Routing over a realtime store in memory, sessions that are logs in memory, and a clock that stands still until a test moves it.
import { randomUUID } from 'node:crypto';
import { DomainError, Stale } from '../../src/errors';
import { createEventBus, type EventBus } from '../../src/events';
import { rateRules } from '../../src/gateway/rate-rules';
import { createLog } from '../../src/log';
import type { ChannelType } from '../../src/protocol/model/channel';
import type { Message } from '../../src/protocol/model/message';
import type { Presence } from '../../src/protocol/model/presence';
import { routingSettings } from '../../src/protocol/routing';
import type { AwayRules } from '../../src/routing/automatic-away';
import { createRouting, type Routing } from '../../src/routing/routing';
import type { AgentProfile, AgentWithLoad, Turn } from '../../src/routing/store';
import type { WantsAgent } from '../../src/sessions/assign-agents';
import type { Sessions } from '../../src/sessions/commands';
import { fold } from '../../src/sessions/fold';
import { emptySession, type SessionState } from '../../src/sessions/session';
import { createMemoryRealtime, type Realtime } from '../../src/stores/memory';

export const organizationId = randomUUID();
export const graceMs = 60_000;

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

interface Bed {
  /** Agents as they are stored. */
  people: AgentProfile[];
  events: EventBus;
  fake: ReturnType<typeof createFakeSessions>;
  realtime: Realtime;
  /** The node that tests talk to; `build` makes another. */
  routing: Routing;
  /** Presences that were told: agent, status, reason. */
  heard: string[];
  awayRules: AwayRules;
  /** What the audit log has of who became away by themselves, and came back. */
  recorded: string[];
}

const profile = (id: string, status: Presence, maxConcurrentChats = 3): AgentProfile => ({
  id,
  name: id,
  maxConcurrentChats,
  specialties: [],
  languages: [],
  status,
});

function buildRouting(bed: Bed): Routing {
  return createRouting({
    ...bed.realtime,
    listAgents: async () => bed.people,
    saveStatus: async ({ agentId, status }) => {
      const person = bed.people.find(({ id }) => id === agentId);
      if (!person) throw new DomainError('not_found', 'There is no such agent.');
      Object.assign(person, { status, awayReason: null });
    },
    awayRules: async () => bed.awayRules,
    leaveOnline: async ({ agentId, awayReason }) => {
      const person = bed.people.find(({ id, status }) => id === agentId && status === 'online');
      if (person) Object.assign(person, { status: 'away', awayReason });
      return person !== undefined;
    },
    comeBack: async ({ agentId }) => {
      const person = bed.people.find(({ id, awayReason }) => id === agentId && awayReason === 'idle');
      if (person) Object.assign(person, { status: 'online', awayReason: null });
      return person !== undefined;
    },
    recordAway: async ({ agentId, awayReason = 'back' }) =>
      void bed.recorded.push(`${agentId} ${awayReason}`),
    assignmentTurn: (_organizationId, work) =>
      work({
        ...bed.fake.turn,
        agents: async () => bed.people.map((person) => ({ ...person, held: bed.fake.held(person.id) })),
      }),
    weightOf: (type) => ({ whatsapp: 0.5, email: 0.25 })[type] ?? 1,
    sessions: bed.fake.sessions,
    events: bed.events,
    log: createLog('silent'),
    graceMs,
  });
}

/** For a test file: another one for each test. */
export function useRouting() {
  const bed = {} as Bed;
  const opened: Routing[] = [];

  function build(): Routing {
    const built = buildRouting(bed);
    opened.push(built);
    return built;
  }

  const connect = (agentId: string, connectionId = agentId, by = bed.routing) =>
    by.connect({ organizationId, agentId, connectionId, node: 'n1' });
  const pickAll = (wanted: Array<Partial<WantsAgent>>) =>
    bed.routing.assign(
      organizationId,
      wanted.map((each) => ({ channelType: 'web' as const, customerId: randomUUID(), ...each })),
      async (agents) => (agents ?? wanted.map(() => undefined)).map((agent) => agent?.id),
    );
  const pick = async (wanted: Partial<WantsAgent> = {}) => (await pickAll([wanted]))[0];
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const settle = () => jest.advanceTimersByTimeAsync(0);

  beforeEach(() => {
    jest.useFakeTimers();
    bed.people = [profile('anna', 'online'), profile('ben', 'online'), profile('cleo', 'offline')];
    bed.events = createEventBus((error) => {
      throw error;
    });
    bed.heard = [];
    bed.recorded = [];
    bed.awayRules = { awayAfterMinutes: 10, awayWhenUnanswered: true };
    bed.events.on('presence', ({ agentId, status, awayReason = '' }) =>
      bed.heard.push(`${agentId} ${status} ${awayReason}`.trim()),
    );
    bed.fake = createFakeSessions(bed.events);
    bed.realtime = createMemoryRealtime({ rules: rateRules });
    bed.routing = build();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    jest.useRealTimers();
  });

  return { bed, build, connect, pickAll, pick, pass, settle };
}
