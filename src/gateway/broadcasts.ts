// DomainEvents into emits: who hears what. A leaf: it calls nobody that could ring again.
import type { DomainEvents } from '../events';
import type { Message } from '../protocol/model/message';
import type { SlaTarget } from '../protocol/model/sla';
import type { Visit } from '../protocol/visits';
import type { SessionState } from '../sessions/session';
import { forCustomer, teamSession } from '../sessions/visibility';
import type { ClusterEvents } from './cluster-events';
import { forgetAnonymousSession, noteSession } from './customer';
import type { GatewayDeps } from './deps';
import type { PresenceHints } from './presence-hints';
import { createQueuePositions } from './queue-positions';
import {
  isHeard,
  rooms,
  roomOf,
  type AgentNamespace,
  type AgentSocket,
  type Audience,
  type CustomerNamespace,
  type CustomerSocket,
} from './sockets';

type BroadcastDeps = Audience &
  Pick<GatewayDeps, 'events' | 'queue' | 'waiting' | 'pictureOf' | 'withLinks' | 'log'> & {
    cluster: Pick<ClusterEvents, 'sessionBegan' | 'sessionEnded' | 'messagesRead'>;
  };

/** @returns how to stop listening */
export function listenToEvents(deps: BroadcastDeps): () => void {
  const { events } = deps;
  const queue = createQueuePositions(deps);
  const off = [
    events.on('message', (bell) => broadcastMessage(deps, bell)),
    events.on('messageChanged', (bell) => broadcastChanges(deps, bell)),
    events.on('session', ({ session }) => {
      if (isHeard(deps.agents, rooms.organization(session.organizationId), deps)) {
        deps.agents
          .to(rooms.organization(session.organizationId))
          .emit('session:update', teamSession(session));
      }
      if (session.status === 'closed') {
        forgetAnonymousSession(deps.customers, roomOf(session), session.id);
        deps.cluster.sessionEnded.tell(roomOf(session), session.id);
      }
      queue.sessionChanged(session);
    }),
    events.on('queue', ({ organizationId }) => queue.queueChanged(organizationId)),
    events.on('unanswered', (bell) => tellUnanswered(deps, bell)),
    events.on('dueSoon', ({ session, target, dueAt }) =>
      notifySla(deps, session, { type: 'due_soon', target, dueAt, timestamp: session.lastMessageAt }),
    ),
    events.on('mentioned', ({ session, agentIds, ...called }) =>
      deps.agents.to(agentIds.map(rooms.agent)).emit('notification', {
        type: 'mentioned',
        sessionId: session.id,
        ...(session.customerName !== undefined && { customerName: session.customerName }),
        ...called,
      }),
    ),
    events.on('mentionedInNote', (bell) => tellNoted(deps, bell)),
    events.on('notSent', (bell) => tellNotSent(deps, bell)),
    ...tellChanges(deps),
    events.on('presence', ({ organizationId, ...change }) =>
      deps.agents.to(rooms.organization(organizationId)).emit('presence:update', change),
    ),
    events.on('customer', ({ organizationId, customerId: id, blocked }) =>
      deps.agents
        .to(rooms.organization(organizationId))
        .emit('customer:update', { id, ...(blocked !== undefined && { blocked }) }),
    ),
    events.on('draft', (bell) => broadcastDraft(deps, bell)),
    events.on('thinking', ({ session, typing }) => {
      const typingNow = { sessionId: session.id, sender: 'ai', typing } as const;
      deps.customers.to(roomOf(session)).volatile.emit('typing', typingNow);
      deps.agents.to(rooms.session(session.id)).volatile.emit('typing', typingNow);
    }),
  ];
  return () => {
    queue.stop();
    for (const stop of off) stop();
  };
}

/** What agents read again, or have on another device. */
function tellChanges({ agents, events }: BroadcastDeps): Array<() => void> {
  return [
    events.on('replyDraft', ({ agentId, draft }) =>
      agents.to(rooms.agent(agentId)).emit('draft:update', draft),
    ),
    events.on('playbook', ({ sessionId }) =>
      agents.to(rooms.session(sessionId)).emit('playbook:update', { sessionId }),
    ),
    events.on('labels', ({ organizationId }) =>
      agents.to(rooms.organization(organizationId)).emit('labels:update', {}),
    ),
  ];
}

function tellUnanswered({ agents }: BroadcastDeps, { session, returnsAt }: DomainEvents['unanswered']): void {
  if (!session.agentId) return;
  agents.to(rooms.agent(session.agentId)).emit('notification', {
    type: 'unanswered',
    sessionId: session.id,
    ...(session.customerName !== undefined && { customerName: session.customerName }),
    returnsAt,
    timestamp: session.lastMessageAt,
  });
}

function tellNotSent(
  { agents }: BroadcastDeps,
  { session, agentId, because }: DomainEvents['notSent'],
): void {
  agents.to(rooms.agent(agentId)).emit('notification', {
    type: 'not_sent',
    sessionId: session.id,
    ...(session.customerName !== undefined && { customerName: session.customerName }),
    reason: because,
    timestamp: new Date().toISOString(),
  });
}

function broadcastMessage(
  deps: BroadcastDeps,
  { session, message: stored, origin }: DomainEvents['message'],
): void {
  const { customers, agents, clustered } = deps;
  const message = deps.withLinks(session.organizationId, stored);
  const room = roomOf(session);
  if (message.seq === 1) {
    noteSession(customers, room, session.id);
    deps.cluster.sessionBegan.tell(room, session.id);
  }
  const heard = { clustered, ...(origin !== undefined && { origin }) };
  if (isHeard(customers, room, heard)) {
    const visible = forCustomer(message);
    const to = customers.to(room);
    if (visible) (isIn(customers, origin) ? to.except(origin) : to).emit('message:new', visible);
  }
  const audience = agentsOf(session, message).filter((name) => isHeard(agents, name, heard));
  if (audience.length > 0) {
    const to = agents.to(audience);
    (isIn(agents, origin) ? to.except(origin) : to).emit('message:new', message);
  }
  notifyAssigned(deps, session, message);
  const { systemAction, data = {} } = message.content;
  if (systemAction !== 'promise_broken') return;
  const { target, dueAt } = data as { target: SlaTarget; dueAt: string };
  notifySla(deps, session, { type: 'overdue', target, dueAt, timestamp: message.timestamp });
}

/** To whoever holds it: what waits in the queue is seen by all. */
function notifySla(
  { agents }: BroadcastDeps,
  { id: sessionId, agentId, status, customerName }: SessionState,
  news: { type: 'due_soon' | 'overdue'; target: SlaTarget; dueAt: string; timestamp: string },
): void {
  if (status !== 'with_agent' || !agentId) return;
  const about = { sessionId, ...(customerName !== undefined && { customerName }) };
  agents.to(rooms.agent(agentId)).emit('notification', { ...news, ...about });
}

/** It sent this from a socket of this namespace, on this node. */
function isIn({ adapter }: CustomerNamespace | AgentNamespace, origin: string | undefined): origin is string {
  return origin !== undefined && adapter.sids.has(origin);
}

/** Bodies go to whoever has the session open or holds it; a handover into the queue goes to everybody who may claim it. */
function agentsOf(session: SessionState, message?: Message): string[] {
  const names = [rooms.session(session.id)];
  if (session.agentId) names.push(rooms.agent(session.agentId));
  if (message?.type === 'handover' && !message.agentId)
    names.push(rooms.organization(session.organizationId));
  return names;
}

function notifyAssigned({ agents }: BroadcastDeps, session: SessionState, message: Message): void {
  if (!message.agentId || message.agentId === message.senderId) return;
  const { packet, data, systemAction } = message.content;
  const reason = packet?.reason ?? data?.['reason'];
  agents.to(rooms.agent(message.agentId)).emit('notification', {
    type: systemAction === 'unsnoozed' ? 'returned' : 'assigned',
    sessionId: session.id,
    ...(session.customerName !== undefined && { customerName: session.customerName }),
    ...(typeof reason === 'string' && { reason }),
    timestamp: message.timestamp,
  });
}

function broadcastChanges(
  deps: BroadcastDeps,
  { session, changes, reader }: DomainEvents['messageChanged'],
): void {
  const { customers, agents } = deps;
  if (reader) {
    const seqs = changes.map(({ seq }) => seq);
    deps.cluster.messagesRead.tell({ sessionId: session.id, reader, seqs });
  }
  const room = roomOf(session);
  const audience = agentsOf(session).filter((name) => isHeard(agents, name, deps));
  const byCustomer = isHeard(customers, room, deps);
  for (const change of changes) {
    const update = { ...change, ...linked(deps, session, change), sessionId: session.id };
    if (byCustomer) customers.to(room).emit('message:update', update);
    if (audience.length > 0) agents.to(audience).emit('message:update', update);
  }
}

/** The whole content, with links that open. */
function linked(
  { withLinks }: Pick<BroadcastDeps, 'withLinks'>,
  { organizationId, id }: SessionState,
  { content }: { content?: Message['content'] },
): { content?: Message['content'] } {
  return content ? { content: withLinks(organizationId, { sessionId: id, content }).content } : {};
}

function broadcastDraft(
  { customers, agents }: BroadcastDeps,
  { session, ...draft }: DomainEvents['draft'],
): void {
  const piece = { sessionId: session.id, ...draft };
  customers.to(roomOf(session)).emit('message:stream', piece);
  agents.to(rooms.session(session.id)).emit('message:stream', piece);
}

export function createVisitBroadcast({ agents }: Pick<Audience, 'agents'>) {
  return (sessionId: string, news: { customerId: string; visit: Visit }): void => {
    agents.to(rooms.session(sessionId)).emit('visit:update', news);
  };
}

/** Typing passes by: it is never stored, and dropped for whoever is slow. */
export function createTypingBroadcasts(
  { customers, agents }: Audience,
  hints: Pick<PresenceHints, 'typing'>,
) {
  return {
    customer(socket: CustomerSocket, sessionId: string, typing: boolean): void {
      const { id, name } = socket.data.visitor.customer;
      const event = { sender: 'customer', senderId: id, ...(name && { senderName: name }), typing } as const;
      agents.to(rooms.session(sessionId)).volatile.emit('typing', { sessionId, ...event });
      hints.typing(sessionId, 'customer', typing);
    },
    agent(
      socket: AgentSocket,
      { sessionId, customerRoom }: { sessionId: string; customerRoom?: string },
      typing: boolean,
    ): void {
      const { agentId, name } = socket.data.principal;
      const event = { sessionId, sender: 'agent', senderId: agentId, senderName: name, typing } as const;
      if (customerRoom !== undefined) customers.to(customerRoom).volatile.emit('typing', event);
      agents.to(rooms.session(sessionId)).except(socket.id).volatile.emit('typing', event);
      hints.typing(sessionId, agentId, typing);
    },
  };
}

function tellNoted(
  { agents }: BroadcastDeps,
  { note, agentIds, by, timestamp }: DomainEvents['mentionedInNote'],
): void {
  const { id: noteId, customerId, customerName } = note;
  agents.to(agentIds.map(rooms.agent)).emit('notification', {
    type: 'mentioned',
    ...{ customerId, noteId, by, timestamp },
    ...(customerName !== undefined && { customerName }),
  });
}
