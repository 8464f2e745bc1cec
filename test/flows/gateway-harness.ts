// The gateway and its HTTP twin on real stores and the real core; only the responder is played by the test.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import express from 'express';
import { Client } from 'pg';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { createErrorHandler } from '../../src/api/error-handler';
import { createChannelsNow } from '../../src/app/channels/channels-now';
import { createWidgetRouter } from '../../src/api/widget/widget';
import { createWeb } from '../../src/channels/web/web';
import { createCustomers } from '../../src/customers/customers';
import { createVisits } from '../../src/customers/visits';
import { notFound } from '../../src/errors';
import { createEventBus, type EventBus } from '../../src/events';
import type { GatewayOptions } from '../../src/gateway/deps';
import { createGateway, type Gateway } from '../../src/gateway/gateway';
import { rateRules, takeFrom } from '../../src/gateway/rate-rules';
import { createIdentity, type Identity } from '../../src/identity/identity';
import { signAccessToken } from '../../src/identity/tokens';
import { createLog } from '../../src/log';
import type { AckError } from '../../src/protocol/sockets';
import type { HandoverPacket } from '../../src/protocol/model/handover';
import type { Presence } from '../../src/protocol/model/presence';
import { createRouting } from '../../src/routing/routing';
import type { SessionState } from '../../src/sessions/session';
import { createSessions, type SessionsService } from '../../src/sessions/sessions';
import { eventually } from '../../src/tools/eventually';
import { createMemoryRealtime } from '../../src/stores/memory';
import type { RedisStore } from '../../src/stores/redis';
import { createVisitStore } from '../../src/stores/postgres/tenant/customers/customer-visits';
import { createCustomerStore } from '../../src/stores/postgres/tenant/customers/customers';
import { openPostgres, type Postgres } from '../../src/stores/postgres/connection/database';
import { createMessageLog } from '../../src/stores/postgres/documents/message-log';
import { createIdempotencyStore } from '../../src/stores/postgres/tenant/idempotency';
import { createIdentityStore } from '../../src/stores/postgres/tenant/identity/identity';
import { createSessionRows } from '../../src/stores/postgres/tenant/sessions/sessions';
import { passwordCost } from '../dev-env/password-cost';
import { throwawayPostgres } from '../dev-env/postgres';

export const packet: HandoverPacket = {
  trigger: 'requested',
  reason: 'The customer asked for a person.',
  summary: 'Wants a person.',
  stepsTried: [],
  facts: {},
  sentiment: 'neutral',
  language: 'en',
  sources: [],
};

// What tests read of any answer; the schemas of protocol/ say what it may hold.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Reply = { ok: boolean; error?: AckError } & Record<string, any>;

export interface Person {
  userId: string;
  agentId: string;
  name: string;
  token: string;
}

export interface Organization {
  id: string;
  channelId: string;
  channelKey: string;
  identitySecret: string;
  people: Person[];
}

/** A client of either namespace that remembers what it heard. */
export interface TestClient {
  socket: Socket;
  ready: Reply;
  heard: Array<{ event: string; body: Reply }>;
  call(event: string, ...args: unknown[]): Promise<Reply>;
  /** The first event of this name that fits, heard already or soon. */
  hears(event: string, fits?: (body: Reply) => boolean): Promise<Reply>;
}

export interface Node {
  url: string;
  gateway: Gateway;
  sessions: SessionsService;
  events: EventBus;
  close(): Promise<void>;
}

type NodeOptions = Partial<GatewayOptions> & {
  redis?: RedisStore;
  requestHuman?: (session: SessionState) => Promise<SessionState>;
};

export const secret = 'a secret of at least thirty-two characters';
const log = createLog(process.env['TEST_LOG'] ?? 'silent');

export async function createHarness() {
  const server = await throwawayPostgres();
  const { url } = await server.migratedDatabase();
  const postgres = await openPostgres({ url, log, poolSize: 5 });
  const owner = new Client({ connectionString: url });
  await owner.connect();
  const nodes: Node[] = [];
  const clients: Socket[] = [];

  async function organization(name: string, agents: number): Promise<Organization> {
    const one = async (text: string, values: unknown[]) =>
      (await owner.query<{ id: string }>(`${text} RETURNING id`, values)).rows[0]!.id;
    const id = await one('INSERT INTO organizations (name) VALUES ($1)', [name]);
    const channelKey = randomBytes(12).toString('base64url');
    const identitySecret = randomBytes(24).toString('base64url');
    const channelId = await one(
      `INSERT INTO channels (organization_id, name, type, key, config) VALUES ($1, 'Web', 'web', $2, $3)`,
      [id, channelKey, JSON.stringify({ identitySecret, greeting: 'Hello' })],
    );
    const people: Person[] = [];
    for (let i = 0; i < agents; i++) {
      const userId = await one(
        `INSERT INTO users (email, password_hash, first_name, role, organization_id) VALUES ($1, 'x', $2, 'agent', $3)`,
        [`${randomUUID()}@test.local`, `${name} ${i}`, id],
      );
      const agentId = await one(
        'INSERT INTO agents (organization_id, user_id, display_name, max_concurrent_chats) VALUES ($1, $2, $3, 50)',
        [id, userId, `${name} ${i}`],
      );
      const token = signAccessToken(secret, { userId, organizationId: id, passwordHash: 'x' });
      people.push({ userId, agentId, name: `${name} ${i}`, token });
    }
    return { id, channelId, channelKey, identitySecret, people };
  }

  async function node(options: NodeOptions = {}): Promise<Node> {
    const made = await startNode({ postgres, owner, ...options });
    nodes.push(made);
    return made;
  }

  async function connect(
    base: Node,
    namespace: 'customer' | 'agent',
    auth: object,
    options: Partial<ManagerOptions & SocketOptions> = {},
  ): Promise<TestClient> {
    const client = createClient(`${base.url}/${namespace}`, auth, options);
    clients.push(client.socket);
    client.ready = await client.hears('ready');
    return client;
  }

  /** A user without an agent; its access token. */
  async function clerk(organizationId: string): Promise<string> {
    const { rows } = await owner.query<{ id: string }>(
      `INSERT INTO users (email, password_hash, role, organization_id) VALUES ($1, 'x', 'admin', $2) RETURNING id`,
      [`${randomUUID()}@test.local`, organizationId],
    );
    return signAccessToken(secret, { userId: rows[0]!.id, organizationId, passwordHash: 'x' });
  }

  return {
    organization,
    clerk,
    node,
    connect,
    customer: (base: Node, channelKey: string, more: object = {}, options = {}) =>
      connect(base, 'customer', { channelKey, ...more }, options),
    agent: (base: Node, person: Person) => connect(base, 'agent', { token: person.token }),
    /** What `connect_error` says. */
    refused: (base: Node, namespace: string, auth: unknown) =>
      refused(clients, `${base.url}/${namespace}`, auth),
    owner,
    postgres,
    async close() {
      for (const socket of clients) socket.disconnect();
      for (const each of nodes) await each.close();
      await owner.end();
      await postgres.close();
      await server.stop();
    },
  };
}

export type Harness = Awaited<ReturnType<typeof createHarness>>;

async function startNode({
  postgres,
  owner,
  redis,
  requestHuman,
  ...options
}: NodeOptions & { postgres: Postgres; owner: Client }): Promise<Node> {
  const realtime = createMemoryRealtime({ rules: rateRules });
  const adapter = redis?.adapterClients();
  const events = createEventBus((error) => log.error(error));
  const messageLog = createMessageLog(postgres.documents);
  const rows = createSessionRows(postgres);
  const sessions = createSessions({
    bornAs: () => undefined,
    detectIn: () => ({}),
    handoverWords: () => Promise.resolve(undefined),
    ratingWords: () => Promise.resolve(undefined),
    withSla: (state) => state,
    mergeTurn: (organizationId, work) => postgres.changeTurn(organizationId, 'merges', work),
    log: messageLog,
    rows,
    projection: postgres.crossTenant,
    events,
    logger: log,
    now: postgres.now,
    assign: (_organizationId, wanted, record) =>
      record(
        wanted.map(() => undefined),
        [],
      ),
  });
  const visits = createVisits({ store: createVisitStore(postgres.withOrganization) });
  const customers = createCustomers({
    store: createCustomerStore(postgres.withOrganization, String),
    events,
    link: () => Promise.resolve(),
    linked: () => Promise.resolve(),
    checkAttributes: () => Promise.resolve(),
  });
  const identity: Identity = createIdentity({
    lookups: postgres.crossTenant,
    store: createIdentityStore(postgres.withOrganization),
    customers,
    limits: realtime.rateLimits,
    tokenSecret: () => Promise.resolve(secret),
    channelsNow: (ids) => channelsNow(ids),
    hasVisitors: (type) => type === 'web',
    passwordCost,
  });
  const listAgents = async (organizationId: string) => {
    const { rows: found } = await owner.query<{ id: string; name: string; status: Presence }>(
      'SELECT id, display_name AS name, status FROM agents WHERE organization_id = $1',
      [organizationId],
    );
    return found.map((agent) => ({ ...agent, maxConcurrentChats: 50, specialties: [], languages: [] }));
  };
  const routing = createRouting({
    ...realtime,
    listAgents,
    saveStatus: async ({ agentId, status }) => {
      await owner.query('UPDATE agents SET status = $2 WHERE id = $1', [agentId, status]);
    },
    awayRules: () => Promise.resolve({ awayAfterMinutes: 0, awayWhenUnanswered: false }),
    leaveOnline: () => Promise.resolve(false),
    comeBack: () => Promise.resolve(false),
    recordAway: () => Promise.resolve(),
    log,
    assignmentTurn: postgres.assignmentTurn,
    weightOf: () => 1,
    sessions,
    events: { ...events, on: () => () => true },
  });
  const channelsNow = createChannelsNow(postgres.crossTenant, routing);
  const web = createWeb({
    sessions,
    identity,
    nameOf: () => Promise.resolve(undefined),
    suggestedQuestions: () => Promise.resolve([]),
    transcripts: {
      isPossible: () => Promise.resolve(false),
      addressesOf: () => Promise.resolve([]),
      leaveEmail: () => Promise.resolve(),
      channelName: () => Promise.resolve(''),
      count: () => Promise.resolve(),
      send: () => Promise.resolve('No mailbox.'),
    },
    requestHuman:
      requestHuman ??
      (({ organizationId, id: sessionId }) => sessions.handOver({ organizationId, sessionId, packet })),
    isBlocked: rows.isBlocked,
    findSent: messageLog.findByClientMessageId,
    recordFeedback: () => Promise.resolve(),
    attachments: { take: noFiles, place: () => Promise.resolve() },
    pictureOf: () => undefined,
    withLinks: (_organizationId, message) => message,
  });
  const gateway = createGateway({
    web,
    sessions,
    events,
    verifyAccessToken: identity.verifyAccessToken,
    forgetUser: identity.forget,
    renewVisitor: identity.renew,
    leaveContact: ({ organizationId, customer }, contact) =>
      customers.leaveContact(organizationId, customer.id, contact),
    noteVisit: ({ organizationId, customer }, news) => visits.note(organizationId, customer.id, news),
    channelsNow,
    blockedNow: postgres.crossTenant.blockedNow,
    awaitedTeams: postgres.crossTenant.awaitedTeams,
    routing,
    rulesOf: () => ({ mayWrite: true, forms: ['text' as const, 'attachment' as const] }),
    templateContent: () => Promise.resolve({ text: 'a template' }),
    agentWrites: () => undefined,
    team: () => Promise.reject(notFound('team')),
    customer: async (organizationId, customerId) => ({
      ...(await customers.get(organizationId, customerId)),
    }),
    async agent(organizationId, agentId) {
      const agent = (await listAgents(organizationId)).find(({ id }) => id === agentId);
      if (!agent) throw notFound('agent');
      return agent;
    },
    takeAttachments: noFiles,
    mentions: { of: () => Promise.resolve({}), call: () => Promise.resolve() },
    pictureOf: () => undefined,
    withLinks: (_organizationId, message) => message,
    counts: rows.counts,
    queue: rows.queue,
    waiting: rows.waiting,
    async heads(sessionIds) {
      const heads = await messageLog.heads({ sessionIds });
      return new Map(heads.map(({ sessionId, headSeq }) => [sessionId, headSeq]));
    },
    begunSince: postgres.crossTenant.begunSince,
    connections: realtime.connections,
    activeSessions: realtime.activeSessions,
    context: realtime.context,
    limits: realtime.rateLimits,
    ...(adapter && {
      redis: { publisher: adapter.pub, subscriber: adapter.sub, areReady: adapter.areReady },
    }),
    log,
    options: {
      node: randomUUID(),
      rateLimits: false,
      addressOf: ({ socket }) => socket.remoteAddress ?? '',
      fromProxy: () => false,
      ...options,
    },
  });
  const app = express();
  app.use(
    '/api/v1/widget',
    createWidgetRouter({
      web,
      visitor: identity.visitor,
      async signOut(visitor) {
        await identity.endVisitor(visitor);
        gateway.signOutVisitor(visitor.tokenHash);
      },
      limits: realtime.rateLimits,
      takeFrom: (type, address) => takeFrom(realtime.rateLimits, type, address),
      idempotency: createIdempotencyStore(postgres.withOrganization),
      files: {
        incoming: () => Promise.resolve(tmpdir()),
        keep: (_uploader, { fileName }) =>
          Promise.resolve({ id: randomUUID(), fileName, mediaType: 'text/plain', size: 1 }),
      },
    }),
  );
  app.use(createErrorHandler(log));
  const http = createServer(app);
  gateway.attach(http);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    gateway,
    sessions,
    events,
    close: once(() => stop(gateway, http, sessions, routing)),
  };
}

/** What a token must outlive, tried with tokens of a longer life until one did: 2 s where the machine is quick. */
export async function beforeItEnds<T>(attempt: (seconds: number) => Promise<T>): Promise<T> {
  for (let seconds = 2; ; seconds *= 2)
    try {
      return await attempt(seconds);
    } catch (error) {
      if (seconds > 60) throw error;
    }
}

const noFiles = () => Promise.reject(notFound('attachment'));

async function stop(
  gateway: Gateway,
  http: Server,
  sessions: SessionsService,
  routing: { close(): Promise<void> },
): Promise<void> {
  await gateway.close();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
  await routing.close();
  await sessions.drain();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}

function createClient(url: string, auth: object, options: object): TestClient {
  const socket = io(url, {
    forceNew: true,
    transports: ['websocket'],
    reconnection: false,
    auth,
    ...options,
  });
  const heard: TestClient['heard'] = [];
  socket.onAny((event: string, body: Reply) => heard.push({ event, body }));
  let refusal: Error | undefined;
  socket.once('connect_error', (error) => (refusal = error));
  return {
    socket,
    heard,
    ready: { ok: false },
    call: (event, ...args) => socket.timeout(60_000).emitWithAck(event, ...args) as Promise<Reply>,
    async hears(event, fits = () => true) {
      const found = await eventually(() => {
        if (refusal && event === 'ready') return { refusal };
        return heard.find((one) => one.event === event && fits(one.body));
      });
      if ('refusal' in found) throw found.refusal;
      return found.body;
    },
  };
}

function refused(clients: Socket[], url: string, auth: unknown): Promise<AckError> {
  return new Promise((resolve, reject) => {
    const socket = io(url, {
      forceNew: true,
      transports: ['websocket'],
      reconnection: false,
      auth: auth as object,
    });
    clients.push(socket);
    socket.on('connect', () => reject(new Error('was let in')));
    socket.on('connect_error', (error) => resolve((error as Error & { data: AckError }).data));
  });
}
