// Bells into emits: who hears what. A leaf: it calls nobody that could ring again.
import type { Bells } from '../events';
import type { Message } from '../protocol/things';
import { customerSession, forCustomer, teamSession, type SessionState } from '../sessions/session';
import { noteSession } from './customer';
import type { GatewayDeps } from './deps';
import {
  rooms,
  type AgentNamespace,
  type AgentSocket,
  type CustomerNamespace,
  type CustomerSocket,
} from './sockets';

export interface Audience {
  customers: CustomerNamespace;
  agents: AgentNamespace;
  /** Other nodes may hold listeners that this one does not see. */
  clustered: boolean;
}

type TellDeps = Audience & Pick<GatewayDeps, 'bells' | 'web' | 'waiting' | 'log'>;

/** Customers whose place in the queue is told anew after a change of it. */
const queueTold = 100;
/** Changes of one queue are told at most this often. */
const queueEveryMs = 500;

const customerRoom = ({ customerId, channelId }: SessionState) => rooms.customer(customerId, channelId);

/** @returns how to stop listening */
export function listenToBells(deps: TellDeps): () => void {
  const { bells } = deps;
  const queues = createQueueNews(deps);
  const sessionNews = createSessionNews(deps);
  const off = [
    bells.on('message', (bell) => tellMessage(deps, bell)),
    bells.on('messageChanged', (bell) => tellChanges(deps, bell)),
    bells.on('session', ({ session }) => {
      if (isHeard(deps.agents, rooms.organization(session.organizationId), deps)) {
        deps.agents
          .to(rooms.organization(session.organizationId))
          .emit('session:update', teamSession(session));
      }
      sessionNews(session);
    }),
    bells.on('queue', ({ organizationId }) => queues.changed(organizationId)),
    bells.on('presence', ({ organizationId, agentId, status }) =>
      deps.agents.to(rooms.organization(organizationId)).emit('presence:update', { agentId, status }),
    ),
    bells.on('draft', (bell) => tellDraft(deps, bell)),
    bells.on('thinking', ({ session, typing }) => {
      deps.customers.to(customerRoom(session)).volatile.emit('typing', { sender: 'ai', typing });
      deps.agents
        .to(rooms.session(session.id))
        .volatile.emit('typing', { sessionId: session.id, sender: 'ai', typing });
    }),
  ];
  return () => {
    queues.stop();
    for (const stop of off) stop();
  };
}

/** Encoding for nobody costs as much as for somebody: ask first. */
function isHeard(
  namespace: CustomerNamespace | AgentNamespace,
  room: string,
  { clustered, origin }: { clustered: boolean; origin?: string },
): boolean {
  if (clustered) return true;
  const listeners = namespace.adapter.rooms.get(room);
  return listeners !== undefined && listeners.size > (origin !== undefined && listeners.has(origin) ? 1 : 0);
}

function tellMessage(deps: TellDeps, { session, message, origin }: Bells['message']): void {
  const { customers, agents, clustered } = deps;
  const room = customerRoom(session);
  if (message.seq === 1) {
    noteSession(customers, room, session.id);
    if (clustered) customers.serverSideEmit('began', room, session.id);
  }
  const heard = { clustered, ...(origin !== undefined && { origin }) };
  if (isHeard(customers, room, heard)) {
    const visible = forCustomer(message);
    const to = customers.to(room);
    if (visible) (origin === undefined ? to : to.except(origin)).emit('message:new', visible);
  }
  const audience = agentsOf(session, message).filter((name) => isHeard(agents, name, heard));
  if (audience.length > 0) {
    const to = agents.to(audience);
    (origin === undefined ? to : to.except(origin)).emit('message:new', message);
  }
  notifyAssigned(deps, session, message);
}

/** Bodies go to whoever has the session open or holds it; a handover into the queue goes to everybody who may claim it. */
function agentsOf(session: SessionState, message: Message): string[] {
  const names = [rooms.session(session.id)];
  if (session.agentId) names.push(rooms.agent(session.agentId));
  if (message.type === 'handover' && !message.agentId) names.push(rooms.organization(session.organizationId));
  return names;
}

function notifyAssigned({ agents }: TellDeps, session: SessionState, message: Message): void {
  if (!message.agentId || message.agentId === message.senderId) return;
  const { packet, data } = message.content;
  const reason = packet?.reason ?? data?.['reason'];
  agents.to(rooms.agent(message.agentId)).emit('notification', {
    type: 'assigned',
    sessionId: session.id,
    ...(session.customerName !== undefined && { customerName: session.customerName }),
    ...(typeof reason === 'string' && { reason }),
    timestamp: message.timestamp,
  });
}

function tellChanges({ customers, agents }: TellDeps, { session, changes }: Bells['messageChanged']): void {
  const audience = [rooms.session(session.id)];
  if (session.agentId) audience.push(rooms.agent(session.agentId));
  for (const change of changes) {
    const update = { ...change, sessionId: session.id };
    customers.to(customerRoom(session)).emit('message:update', update);
    agents.to(audience).emit('message:update', update);
  }
}

function tellDraft({ customers, agents }: TellDeps, { session, draftId, delta }: Bells['draft']): void {
  customers.to(customerRoom(session)).emit('message:stream', { draftId, delta });
  agents.to(rooms.session(session.id)).emit('message:stream', { sessionId: session.id, draftId, delta });
}

/** To the customer: with its place while it waits, which takes a question; what is older by then is not said any more. */
function createSessionNews({ customers, clustered, web, log }: TellDeps) {
  const asking = new Map<string, SessionState>();
  return (session: SessionState): void => {
    const room = customerRoom(session);
    if (!isHeard(customers, room, { clustered })) return;
    if (session.status !== 'waiting') {
      asking.delete(session.id);
      customers.to(room).emit('session:update', customerSession(session));
      return;
    }
    asking.set(session.id, session);
    web
      .present(session)
      .then((shown) => {
        if (asking.get(session.id) === session) customers.to(room).emit('session:update', shown);
      })
      .catch((error: unknown) => log.warn({ err: error }, 'a place in the queue could not be told'))
      .finally(() => {
        if (asking.get(session.id) === session) asking.delete(session.id);
      });
  };
}

/** Everybody's place after the queue changed: one read for a burst of changes. */
function createQueueNews({ customers, clustered, waiting, log }: TellDeps) {
  const due = new Map<string, NodeJS.Timeout>();

  async function tell(organizationId: string): Promise<void> {
    const queue = await waiting(organizationId, queueTold);
    for (const [index, session] of queue.entries()) {
      const room = customerRoom(session);
      if (!isHeard(customers, room, { clustered })) continue;
      customers.to(room).emit('session:update', { ...customerSession(session), queuePosition: index + 1 });
    }
  }

  return {
    changed(organizationId: string): void {
      if (due.has(organizationId)) return;
      const later = () => {
        due.delete(organizationId);
        tell(organizationId).catch((error: unknown) => log.warn({ err: error }, 'a queue could not be told'));
      };
      due.set(organizationId, setTimeout(later, queueEveryMs).unref());
    },
    stop(): void {
      for (const timer of due.values()) clearTimeout(timer);
      due.clear();
    },
  };
}

/** Typing passes by: it is never stored, and dropped for whoever is slow. */
export function createTypingNews({ customers, agents }: Audience) {
  return {
    customer(socket: CustomerSocket, sessionId: string, typing: boolean): void {
      const { id, name } = socket.data.visitor.customer;
      const event = { sender: 'customer', senderId: id, ...(name && { senderName: name }), typing } as const;
      agents.to(rooms.session(sessionId)).volatile.emit('typing', { sessionId, ...event });
    },
    agent(
      socket: AgentSocket,
      { sessionId, customerRoom }: { sessionId: string; customerRoom: string },
      typing: boolean,
    ): void {
      const { agentId, name } = socket.data.principal;
      const event = { sender: 'agent', senderId: agentId, senderName: name, typing } as const;
      customers.to(customerRoom).volatile.emit('typing', event);
      agents
        .to(rooms.session(sessionId))
        .except(socket.id)
        .volatile.emit('typing', { sessionId, ...event });
    },
  };
}
