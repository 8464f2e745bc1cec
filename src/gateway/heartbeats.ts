// One timer for all sockets: heartbeats in slices, tokens that ran out, clients that do not read.
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayDeps } from './deps';
import { announceSession, connectionOf } from './customer';
import type { PresenceHints } from './presence-hints';
import { endLogin } from './disconnect';
import type { AgentNamespace, AgentSocket, CustomerData, CustomerNamespace, CustomerSocket } from './sockets';
import type { Throttle } from './throttle';
import { unsentBytes, type Transport } from './backpressure';
import type { Viewing } from './viewing';

/** At once: a closing handshake would wait half a minute for a client that does not read. */
export function cutOff(connection: Transport): void {
  connection.transport.socket?.terminate?.();
  connection.close(true);
}

/** A full round of heartbeats takes this many ticks. */
export const slots = 20;
/** Of a few sockets the numbers are looked up more often: 5 s find what a break in one direction swallowed. */
const slotsOfFew = 5;
const fewSockets = 2_000;
/** While nodes cannot tell each other anything, a round takes only this many: 4 s instead of 20. */
const hurriedSlots = 4;
/** Two hurried rounds more once this node hears again: others may come back 2 s later. */
const hurryOnTicks = 2 * hurriedSlots;
/** The log answers in this time, or it is said that it does not. */
const patienceMs = 1_000;
const defaults = { heartbeatMs: 20_000, maxBufferedBytes: 4 * 1024 * 1024 };

type HeartbeatsDeps = Pick<
  GatewayDeps,
  'web' | 'heads' | 'begunSince' | 'connections' | 'routing' | 'redis' | 'log' | 'options'
> & {
  customers: CustomerNamespace;
  agents: AgentNamespace;
  transports: () => Iterable<Transport>;
  throttle: Throttle;
  hints: Pick<PresenceHints, 'renew'>;
  viewing: Pick<Viewing, 'tell'>;
};

export interface Heartbeats {
  /** The slot of a new socket. */
  slot(): number;
  /** Connections cut off because they did not read, since the start. */
  cutOff(): number;
  /** What waited for all connections at the last tick. */
  unsentBytes(): number;
  stop(): void;
}

export function createHeartbeats(deps: HeartbeatsDeps): Heartbeats {
  const { heartbeatMs, maxBufferedBytes } = { ...defaults, ...deps.options };
  const heads = createHeadsLook(deps.heads);
  let tick = 0;
  let hurry = 0;
  let joined = 0;
  let cut = 0;
  let unsent = 0;

  function round(): void {
    tick = (tick + 1) % slots;
    expireTokens(deps);
    unsent = 0;
    for (const transport of deps.transports()) {
      const bytes = unsentBytes(transport);
      if (bytes > maxBufferedBytes) {
        cut += 1;
        cutOff(transport);
      } else unsent += bytes;
    }
    if (tick === 0) deps.throttle.sweep();
    hurry = deps.redis?.areReady() === false ? hurryOnTicks + 1 : Math.max(0, hurry - 1);
    const missed = hurry > 0;
    const sockets = deps.customers.sockets.size + deps.agents.sockets.size;
    const roundOf = missed || heads.unknown() ? hurriedSlots : sockets <= fewSockets ? slotsOfFew : slots;
    beat({ ...deps, heads }, { isDue: (slot) => slot % roundOf === tick % roundOf, missed }).catch(
      (error: unknown) => deps.log.warn({ err: error }, 'could not send heartbeats'),
    );
  }

  const timer = setInterval(round, heartbeatMs / slots).unref();
  return {
    slot: () => (joined = (joined + 1) % slots),
    cutOff: () => cut,
    unsentBytes: () => unsent,
    stop: () => clearInterval(timer),
  };
}

function expireTokens({ agents, customers }: Pick<HeartbeatsDeps, 'agents' | 'customers'>): void {
  const now = Date.now();
  for (const socket of customers.sockets.values()) {
    const { signIn } = socket.data.visitor;
    if (signIn && signIn.expiresAt <= now) endLogin(socket, 'The signed identity ran out. Sign in again.');
  }
  for (const socket of agents.sockets.values()) {
    if (socket.data.expiresAt <= now) endLogin(socket, 'The access token ran out. Sign in again.');
  }
}

/**
 * Numbers come from the log, in one question for all sockets that are due: a bell that was lost is noticed here.
 * @param missed events of other nodes may have been lost, also of what these sockets have not heard of at all
 */
async function beat(
  deps: Omit<HeartbeatsDeps, 'heads'> & { heads: HeadsLook },
  { isDue, missed }: { isDue: (slot: number) => boolean; missed: boolean },
): Promise<void> {
  const customers = [...deps.customers.sockets.values()].filter(({ data }) => isDue(data.slot));
  const agents = [...deps.agents.sockets.values()].filter(({ data }) => isDue(data.slot));
  if (customers.length + agents.length === 0) return;
  keepPresence(deps, customers, agents);
  if (missed) await Promise.race([announceSession(deps, customers), pause(patienceMs)]);
  const wanted = new Set(customers.flatMap(({ data }) => idsOf(data)));
  for (const { data } of agents) for (const sessionId of data.open.keys()) wanted.add(sessionId);
  const heads = await deps.heads.of([...wanted]);
  const state = {
    ...(heads ? {} : { unavailable: true as const }),
    ...(missed && { missed: true as const }),
  };
  for (const socket of customers) {
    const { sessionId = '' } = socket.data;
    const sessions = headsOf(idsOf(socket.data), heads);
    socket.emit('heartbeat', { ...(heads && { headSeq: sessions[sessionId] ?? 0 }), sessions, ...state });
  }
  for (const socket of agents) {
    const sessions = headsOf([...socket.data.open.keys()], heads);
    socket.emit('heartbeat', { sessions, ...state });
  }
}

const idsOf = ({ sessionId, anonymousSessionId }: CustomerData): string[] =>
  [sessionId, anonymousSessionId].filter((id) => id !== undefined);

/** What cannot be known is not told. */
const headsOf = (ids: string[], heads: ReadonlyMap<string, number> | undefined): Record<string, number> =>
  Object.fromEntries(heads ? ids.map((id) => [id, heads.get(id) ?? 0]) : []);

interface HeadsLook {
  /** Undefined while the log does not answer in time: then nobody is kept waiting, and nothing more is asked. */
  of(sessionIds: string[]): Promise<ReadonlyMap<string, number> | undefined>;
  unknown(): boolean;
}

function createHeadsLook(heads: GatewayDeps['heads']): HeadsLook {
  let isLate = false;
  let isUnknown = false;
  return {
    unknown: () => isUnknown,
    async of(sessionIds) {
      if (sessionIds.length === 0 && !isUnknown) return new Map();
      if (isLate) return undefined;
      const asked = heads(sessionIds).catch(() => undefined);
      const answer = await Promise.race([asked, pause(patienceMs)]);
      if (answer === 'late') {
        isLate = true;
        void asked.finally(() => (isLate = false));
      }
      isUnknown = answer === 'late' || answer === undefined;
      return answer === 'late' ? undefined : answer;
    },
  };
}

const pause = (ms: number) => sleep(ms, 'late' as const, { ref: false });

/** Renews what the realtime store says of these sockets; without the store they live on. */
function keepPresence(
  deps: Omit<HeartbeatsDeps, 'heads'>,
  customers: CustomerSocket[],
  agents: AgentSocket[],
): void {
  const { connections, routing, log, options } = deps;
  const gone = (error: unknown) => log.debug({ err: error }, 'could not renew the connections of sockets');
  if (customers.length > 0)
    connections.keep(customers.map((socket) => connectionOf(socket, options.node))).catch(gone);
  for (const socket of agents) {
    deps.hints.renew(socket.data.open.keys(), socket.data.principal.agentId);
    for (const sessionId of socket.data.open.keys()) deps.viewing.tell(socket, sessionId);
  }
  if (agents.length > 0) routing.heartbeat(agents.map(({ id }) => id)).catch(gone);
}
