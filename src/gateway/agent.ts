// Namespace /agent: what the console does. Every session is looked up in the agent's own organization.
import { DomainError } from '../errors';
import type { Principal } from '../identity/principal';
import { agentHandshake, type agentEvents } from '../protocol/sockets';
import type { TransferRequest } from '../protocol/sessions';
import { say } from '../protocol/server-texts/said';
import type { Receiver } from '../sessions/commands';
import { teamSession } from '../sessions/visibility';
import type { GatewayDeps } from './deps';
import { parse, type Handlers } from './handle-event';
import { createKeyedMutex } from '../tools/keyed-mutex';
import { sendAsAgent } from './agent-send';
import type { PresenceHints } from './presence-hints';
import { takeFrom } from './rate-rules';
import type { Viewing } from './viewing';
import { actorOf, agentOf, organizationOf, placeOf, rooms, type AgentSocket } from './sockets';

const lastPage = 50;
const syncPage = 200;
const defaultMaxOpen = 1_000;

type Bag = GatewayDeps & {
  hints: Pick<PresenceHints, 'open' | 'leave'>;
  viewing: Viewing;
  showTyping(socket: AgentSocket, to: { sessionId: string; customerRoom?: string }, typing: boolean): void;
};

export function createAgentHandlers(bag: Bag): Handlers<AgentSocket, typeof agentEvents> {
  const { sessions, hints, viewing } = bag;
  const mutex = createKeyedMutex();
  /** What a socket does to a session is done in the order in which it came in, whatever has to be looked up first. */
  const inOrder = <T>(socket: AgentSocket, sessionId: string, work: () => Promise<T>): Promise<T> =>
    mutex.run(`${socket.id} ${sessionId}`, work);
  const change = (socket: AgentSocket, sessionId: string, work: () => ReturnType<typeof sessions.get>) =>
    inOrder(socket, sessionId, async () => ({ session: teamSession(await work()) }));

  return {
    ...createPresenceHandlers(bag),
    'session:open': (socket, asked) => open(bag, socket, asked),
    async 'session:leave'(socket, { sessionId }) {
      if (socket.data.open.delete(sessionId)) hints.leave([sessionId], socket.data.principal.agentId);
      await socket.leave(rooms.session(sessionId));
      viewing.left(socket, sessionId);
      return {};
    },
    'message:send': (socket, said) => inOrder(socket, said.sessionId, () => sendAsAgent(bag, socket, said)),
    'session:claim': (socket, command) =>
      change(socket, command.sessionId, () =>
        sessions.claim({ ...command, ...organizationOf(socket), agent: agentOf(socket) }),
      ),
    'session:transfer': (socket, { to, note, ...command }) =>
      change(socket, command.sessionId, async () => {
        const { organizationId } = organizationOf(socket);
        const target = await receiver(bag, organizationId, to);
        const by = actorOf(socket);
        const reason = note ? { reason: note } : {};
        return sessions.transfer({ ...command, organizationId, by, to: target, ...reason });
      }),
    'session:close': (socket, command) =>
      change(socket, command.sessionId, () =>
        sessions.close({ ...command, ...organizationOf(socket), by: actorOf(socket), asksRating: true }),
      ),
    'session:reopen': (socket, command) =>
      change(socket, command.sessionId, () =>
        sessions.reopen({ ...command, ...organizationOf(socket), agent: agentOf(socket) }),
      ),
    async 'message:read'(socket, { sessionId, seq }) {
      await sessions.markRead({ ...organizationOf(socket), sessionId, upTo: seq, reader: 'team' });
      return {};
    },
    typing: (socket, said) => writes(bag, socket, said),
    async 'auth:refresh'(socket, { token }) {
      const fresh = await openAgent(bag, token);
      const { id, organizationId } = socket.data.principal;
      if (fresh.principal.id !== id || fresh.principal.organizationId !== organizationId) {
        throw new DomainError('forbidden', 'The token is of somebody else.');
      }
      Object.assign(socket.data, fresh);
      return { expiresAt: new Date(fresh.expiresAt).toISOString() };
    },
  };
}

function createPresenceHandlers({
  routing,
}: Bag): Pick<Handlers<AgentSocket, typeof agentEvents>, 'presence:set' | 'presence:active'> {
  return {
    async 'presence:set'(socket, { status }) {
      await routing.setPresence({ ...placeOf(socket), status });
      return { presence: status };
    },
    async 'presence:active'(socket, { secondsAgo = 0 }) {
      const at = Date.now() - secondsAgo * 1_000;
      await routing.signOfLife({ ...placeOf(socket), connectionId: socket.id, at });
      return {};
    },
  };
}

async function receiver(
  { agent, team }: Bag,
  organizationId: string,
  to: TransferRequest['to'],
): Promise<Receiver> {
  if ('agentId' in to) return { agent: await agent(organizationId, to.agentId) };
  if ('queue' in to) return to;
  return { team: to.teamId === null ? null : await team(organizationId, to.teamId) };
}

async function open(
  {
    sessions,
    customer,
    withLinks,
    hints,
    viewing,
    rulesOf,
    options: { maxOpenSessions = defaultMaxOpen },
  }: Bag,
  socket: AgentSocket,
  { sessionId, afterSeq }: { sessionId: string; afterSeq?: number },
) {
  const { organizationId } = organizationOf(socket);
  const known = await sessions.get(organizationId, sessionId);
  if (!socket.data.open.has(sessionId) && socket.data.open.size >= maxOpenSessions) {
    throw new DomainError('capacity', say('open_full', { count: maxOpenSessions }));
  }
  socket.data.open.set(sessionId, rooms.customer(known.customerId, known.channelId));
  await socket.join(rooms.session(sessionId));
  viewing.tell(socket, sessionId);
  const page = afterSeq === undefined ? { limit: lastPage } : { after: afterSeq, limit: syncPage };
  const [person, found, viewers] = await Promise.all([
    customer(organizationId, known.customerId),
    sessions.messages(organizationId, sessionId, page),
    hints.open(sessionId, socket.data.principal.agentId),
  ]);
  const messages = found.map((message) => withLinks(organizationId, message));
  // What was written since the row was read came with the messages.
  const state = sessions.newest(known);
  const rules = await rulesOf(state);
  const headSeq = messages.at(-1)?.seq ?? known.headSeq;
  const more = afterSeq !== undefined && messages.length === syncPage;
  return {
    session: { ...teamSession(state), customerBlocked: person['blocked'] !== undefined },
    customer: person,
    messages,
    headSeq,
    rules,
    viewers,
    ...(more && { more }),
  };
}

/** The customer hears of it, unless it is for the team alone. */
async function writes(
  bag: Bag,
  socket: AgentSocket,
  { sessionId, typing, team }: { sessionId: string; typing: boolean; team?: true },
): Promise<Record<never, never>> {
  const { open: opened } = socket.data;
  if (team) {
    if (opened.has(sessionId)) bag.showTyping(socket, { sessionId }, typing);
    return {};
  }
  const customerRoom = opened.get(sessionId) ?? (await roomOf(bag, socket, sessionId));
  bag.showTyping(socket, { sessionId, customerRoom }, typing);
  if (typing) await tellChannel(bag, socket, sessionId);
  return {};
}

/** Of a session that it has open: the channel may show that somebody writes. */
async function tellChannel(
  { sessions, agentWrites }: Bag,
  socket: AgentSocket,
  sessionId: string,
): Promise<void> {
  if (!socket.data.open.has(sessionId)) return;
  agentWrites(await sessions.get(organizationOf(socket).organizationId, sessionId));
}

async function roomOf({ sessions }: Bag, socket: AgentSocket, sessionId: string): Promise<string> {
  const { customerId, channelId } = await sessions.get(organizationOf(socket).organizationId, sessionId);
  return rooms.customer(customerId, channelId);
}

export type AgentAccess = Pick<AgentSocket['data'], 'principal' | 'expiresAt'>;

/**
 * @param token an access token of a user who is an agent
 * @throws `unauthenticated`, `forbidden` (no agent)
 */
export async function openAgent(
  { verifyAccessToken }: Pick<GatewayDeps, 'verifyAccessToken'>,
  token: string,
): Promise<AgentAccess> {
  const principal = await verifyAccessToken(token);
  if (!isAgent(principal)) throw new DomainError('forbidden', say('console_agents_only'));
  return { principal, expiresAt: expiryOf(token) };
}

const isAgent = (principal: Principal): principal is AgentAccess['principal'] =>
  principal.kind === 'user' && Boolean(principal.agentId) && principal.permissions.has('sessions:read');

/** @throws what `openAgent` and the limits throw, `invalid` for a handshake of another shape */
export async function admitAgent(deps: GatewayDeps, socket: AgentSocket): Promise<AgentAccess> {
  const { token } = parse(agentHandshake, socket.handshake.auth);
  if (deps.options.rateLimits) await takeFrom(deps.limits, 'connect', deps.options.addressOf(socket.request));
  return openAgent(deps, token);
}

/** `exp` of a JWT whose signature was verified before. A token that never ends ends now. */
function expiryOf(token: string): number {
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const { exp } = payload as { exp?: unknown };
  return typeof exp === 'number' ? exp * 1000 : 0;
}

export async function welcomeAgent(deps: GatewayDeps, socket: AgentSocket): Promise<void> {
  const { routing, counts, options } = deps;
  const { principal, expiresAt } = socket.data;
  const { organizationId, agentId } = principal;
  await socket.join([rooms.organization(organizationId), rooms.agent(agentId)]);
  // Again, now that `signOut` finds this socket: it may have run while the first answer was on its way.
  await openAgent(deps, parse(agentHandshake, socket.handshake.auth).token);
  const place = { organizationId, agentId, connectionId: socket.id, node: options.node };
  // Whoever went meanwhile said so before there was anything to remove. Nothing may be awaited from here to `connect`.
  if (!socket.connected) return;
  const presence = await routing.connect(place);
  const [team, awayReason, { byStatus, byAgent, awaitedByAgent, snoozed }] = await Promise.all([
    routing.presences(organizationId),
    presence === 'away' ? routing.awayReason(agentId) : undefined,
    counts(organizationId),
  ]);
  socket.emit('ready', {
    agent: {
      id: agentId,
      userId: principal.id,
      name: principal.name,
      ...(principal.role && { role: principal.role }),
      organizationId,
    },
    presence,
    ...(awayReason && { awayReason }),
    team,
    counts: {
      mine: byAgent[agentId] ?? 0,
      needsReply: awaitedByAgent[agentId] ?? 0,
      snoozed,
      waiting: byStatus.waiting,
      active: byStatus.active,
      open: byStatus.waiting + byStatus.active + byStatus.with_agent,
    },
    expiresAt: new Date(expiresAt).toISOString(),
  });
}
