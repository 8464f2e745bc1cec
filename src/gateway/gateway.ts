// socket.io with its two namespaces. Push is a hint: the truth is `seq`, read from the log after each (re)connect.
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { Server, type ExtendedError, type ServerOptions } from 'socket.io';
import { DomainError } from '../errors';
import { agentEvents, customerEvents } from '../protocol/sockets';
import { createConnectionLimits } from './connection-limits';
import { admitAgent, createAgentHandlers, welcomeAgent } from './agent';
import {
  connectionOf,
  createCustomerHandlers,
  forgetAnonymousSession,
  noteSession,
  openCustomer,
  welcomeCustomer,
} from './customer';
import type { GatewayDeps } from './deps';
import { maxFrameBytes, watchFrames } from './frame-budget';
import { createHandle, toAckError } from './handle-event';
import { corkFrames } from './cork-frames';
import { createPresenceHints, type PresenceHints } from './presence-hints';
import { createHeartbeats, cutOff, type Heartbeats } from './heartbeats';
import { createReadBudget, type ReadBudget } from './read-budget';
import { OneWriteServer } from './single-write-websocket';
import { parser } from './parser';
import { agentRules, customerRules } from './event-rules';
import { watchBlocks } from './block-watch';
import { watchChannels } from './channel-watch';
import { createClusterEvents, type ClusterEvents } from './cluster-events';
import { createDisconnects, createJustEnded, endLogin, type Disconnects, type JustEnded } from './disconnect';
import type { AgentNamespace, Audience, CustomerNamespace } from './sockets';
import { waitUntil } from '../tools/wait-until';
import { createTypingBroadcasts, createVisitBroadcast, listenToEvents } from './broadcasts';
import { createThrottle, type Throttle } from './throttle';
import type { Transport } from './backpressure';
import { createViewing, type Viewing } from './viewing';

export interface Gateway extends Disconnects {
  attach(server: HttpServer): void;
  /** Takes nothing new, lets what runs finish, then closes every connection, so that clients come back elsewhere. */
  close(): Promise<void>;
  /** For /metrics. */
  stats(): {
    customers: number;
    agents: number;
    connections: number;
    inFlight: number;
    cutOff: number;
    flooding: number;
    /** Pages of logs under way and not taken yet. */
    reads: { bytes: number; waiting: number };
  };
}

interface Parts {
  deps: GatewayDeps;
  customers: CustomerNamespace;
  agents: AgentNamespace;
  throttle: Throttle;
  reads: ReadBudget;
  heartbeats: Heartbeats;
  cluster: ClusterEvents;
  work: { inFlight: number; draining: boolean };
  typing: ReturnType<typeof createTypingBroadcasts>;
  hints: PresenceHints;
  viewing: Viewing;
  justEnded: JustEnded;
  /** What is still being written about sockets that left. */
  disconnects: Set<Promise<void>>;
}

/** How long events that run may go on once the gateway closes. */
const drainMs = 8_000;

export function createGateway(deps: GatewayDeps): Gateway {
  const work = { inFlight: 0, draining: false };
  const connectionLimits = createConnectionLimits(deps.options);
  const io = new Server(
    serverOptions(deps, (request) => !work.draining && connectionLimits.hasRoom(request)),
  );
  let flooding = () => 0;
  const audience = namespaces(io, deps);
  const parts = buildParts(deps, { io, audience, work });
  const { customers, agents, cluster, heartbeats, hints, justEnded } = parts;
  serveCustomers(parts);
  serveAgents(parts);
  const stopListening = listenToEvents({ ...deps, ...audience, cluster });
  const watches = [watchChannels({ ...deps, customers }), watchBlocks({ ...deps, customers })];

  return {
    attach(server) {
      io.attach(server);
      connectionLimits.watch(io.engine);
      if (deps.options.rateLimits) flooding = watchFrames(io.engine);
    },
    ...createDisconnects({ ...deps, ...audience, cluster, justEnded }),
    stats: () => ({
      customers: customers.sockets.size,
      agents: agents.sockets.size,
      connections: io.engine?.clientsCount ?? 0,
      inFlight: work.inFlight,
      cutOff: heartbeats.cutOff(),
      flooding: flooding(),
      reads: parts.reads.stats(),
    }),
    async close() {
      work.draining = true;
      heartbeats.stop();
      for (const stop of watches) stop();
      await waitUntil(() => work.inFlight === 0, { within: drainMs });
      stopListening();
      const open = transports(io);
      io.engine?.close();
      await waitUntil(() => customers.sockets.size + agents.sockets.size === 0, { within: 1_000 });
      open.forEach(cutOff);
      await Promise.allSettled([...parts.disconnects, hints.close()]);
    },
  };
}

function buildParts(
  deps: GatewayDeps,
  { io, audience, work }: { io: Server; audience: Audience; work: Parts['work'] },
): Parts {
  const { customers, agents } = audience;
  const throttle = createThrottle(deps.options.rateLimits);
  const hints = createPresenceHints(deps);
  const viewing = createViewing(audience);
  const heartbeats = createHeartbeats({
    ...deps,
    customers,
    agents,
    throttle,
    hints,
    viewing,
    transports: () => transports(io),
  });
  return {
    deps,
    customers,
    agents,
    throttle,
    reads: createReadBudget(heartbeats.unsentBytes, deps.options.reads),
    heartbeats,
    cluster: createClusterEvents(audience, deps.log),
    work,
    typing: createTypingBroadcasts(audience, hints),
    hints,
    viewing,
    justEnded: createJustEnded(),
    disconnects: new Set(),
  };
}

function namespaces(io: Server, { redis }: GatewayDeps): Audience {
  // Nobody has business in the root namespace: a client in it would hold a connection without showing who it is.
  io.use((_socket, next) => next(new Error('There is nothing here.')));
  return { customers: io.of('/customer'), agents: io.of('/agent'), clustered: redis !== undefined };
}

function serverOptions(
  { redis }: GatewayDeps,
  isWelcome: (request: IncomingMessage) => boolean,
): Partial<ServerOptions> {
  return {
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: maxFrameBytes,
    perMessageDeflate: false,
    httpCompression: false,
    wsEngine: OneWriteServer as never,
    parser,
    connectTimeout: 10_000,
    // Whoever hears nothing for 14 s comes back, whichever direction broke.
    pingInterval: 8_000,
    pingTimeout: 6_000,
    // Tokens, not cookies, say who calls: any page may ask.
    cors: { origin: '*' },
    allowRequest: (request, decide) => decide(null, isWelcome(request)),
    // What cannot be published while Redis is gone is found again by heartbeat and sync.
    ...(redis && { adapter: createAdapter(redis.publisher, redis.subscriber) }),
  };
}

function serveCustomers(parts: Parts): void {
  const { customers, deps, heartbeats, cluster, disconnects } = parts;
  const opened = new WeakMap<object, Awaited<ReturnType<typeof openCustomer>>>();
  const handle = createHandle({
    ...parts,
    log: deps.log,
    events: customerEvents,
    rules: customerRules,
    handlers: createCustomerHandlers({
      ...deps,
      showTyping: parts.typing.customer,
      showVisit: createVisitBroadcast(parts),
    }),
    who: ({ data }) => ({ id: data.visitor.customer.id }),
  });
  customers.use((socket, next) => {
    openCustomer(deps, socket)
      .then((asked) => {
        opened.set(socket, asked);
        Object.assign(socket.data, { visitor: asked.visitor, inFlight: 0, slot: heartbeats.slot() });
        next();
      })
      .catch((error: unknown) => next(refusal(error, deps)));
  });
  customers.on('connection', (socket) => {
    // From here on whoever ends a login finds this socket; who did so before could not.
    if (parts.justEnded.has(socket.data.visitor)) return endLogin(socket, 'You were signed out.');
    socket.onAny((event, ...args) => void handle(socket, event, args));
    socket.on('disconnect', () => remember(disconnects, deps.connections.remove([socket.id])));
    // At once: whoever waits and has no connection counts as gone.
    deps.connections
      .keep([connectionOf(socket, deps.options.node)])
      .catch((error: unknown) =>
        deps.log.debug({ err: error }, 'could not record the connection of a customer'),
      );
    welcomeCustomer(deps, socket, opened.get(socket)!).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'could not welcome a customer');
      socket.conn.close();
    });
    opened.delete(socket);
  });
  cluster.sessionBegan.hear((room, sessionId) => noteSession(customers, room, sessionId));
  cluster.sessionEnded.hear((room, sessionId) => forgetAnonymousSession(customers, room, sessionId));
  cluster.messagesRead.hear((news) => {
    deps.sessions
      .readElsewhere(news)
      .catch((error: unknown) =>
        deps.log.debug({ err: error }, 'could not note what was read on another node'),
      );
  });
}

function serveAgents(parts: Parts): void {
  const { agents, deps, heartbeats, hints, viewing, disconnects } = parts;
  const handle = createHandle({
    ...parts,
    log: deps.log,
    events: agentEvents,
    rules: agentRules,
    handlers: createAgentHandlers({ ...deps, hints, viewing, showTyping: parts.typing.agent }),
    who: ({ data }) => ({ id: data.principal.id, permissions: data.principal.permissions }),
  });
  agents.use((socket, next) => {
    admitAgent(deps, socket)
      .then((access) => {
        Object.assign(socket.data, access, { inFlight: 0, slot: heartbeats.slot(), open: new Map() });
        next();
      })
      .catch((error: unknown) => next(refusal(error, deps)));
  });
  agents.on('connection', (socket) => {
    corkFrames(socket.conn);
    socket.onAny((event, ...args) => void handle(socket, event, args));
    socket.on('disconnect', () => {
      hints.leave(socket.data.open.keys(), socket.data.principal.agentId);
      for (const sessionId of socket.data.open.keys()) viewing.left(socket, sessionId);
      remember(disconnects, deps.routing.disconnect(socket.id));
    });
    welcomeAgent(deps, socket).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'could not welcome an agent');
      socket.conn.close();
    });
  });
}

/** `connect_error` with `data`, in the shape of every other error. A rush is spread by a random wait. */
function refusal(error: unknown, { log }: GatewayDeps): ExtendedError {
  const data = toAckError(error, log);
  if (error instanceof DomainError && error.code === 'unavailable')
    data.retryAfter = 1 + Math.floor(Math.random() * 5);
  return Object.assign(new Error(data.message), { data });
}

function remember(disconnects: Set<Promise<void>>, disconnected: Promise<void>): void {
  const done = disconnected.catch(() => undefined).finally(() => disconnects.delete(done));
  disconnects.add(done);
}

function transports(io: Server): Transport[] {
  const { clients } = (io.engine ?? {}) as unknown as { clients?: Record<string, Transport> };
  return Object.values(clients ?? {});
}
