// What a socket knows, and the rooms. Kept small: there is one of these for every connection.
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import type { Principal, Visitor } from '../identity/principal';
import type { Actor, AgentRef } from '../sessions/commands';
import type { Reader } from '../sessions/read-watermarks';
import type { SessionState } from '../sessions/session';
import type { ToAgent, ToCustomer } from '../protocol/server-events';
import type { FromAgent, FromCustomer } from '../protocol/sockets';

interface SocketData {
  /** Events whose ack is due. */
  inFlight: number;
  /** In which round of the timer its heartbeat goes out. */
  slot: number;
}

export interface CustomerData extends SocketData {
  visitor: Visitor;
  /** The session that it last was seen in. */
  sessionId?: string;
  /** The open one from before it signed in. */
  anonymousSessionId?: string;
  /** What it knows of its channel, as JSON; absent before `ready`. */
  channelTold?: string;
  /** It knows that its customer is blocked. */
  blocked?: boolean;
  /** The session that it was welcomed with, until its first sync. */
  seen?: SessionState;
}

export interface AgentData extends SocketData {
  principal: Principal & { agentId: string };
  /** Milliseconds since 1970. */
  expiresAt: number;
  /** Sessions that it has open, and the room of each one's customer. */
  open: Map<string, string>;
}

export type CustomerSocket = Socket<FromCustomer, ToCustomer, DefaultEventsMap, CustomerData>;
export type AgentSocket = Socket<FromAgent, ToAgent, DefaultEventsMap, AgentData>;
export type CustomerNamespace = Namespace<FromCustomer, ToCustomer, CustomerServerSide, CustomerData>;
export type AgentNamespace = Namespace<FromAgent, ToAgent, AgentServerSide, AgentData>;

/** Between nodes, on namespace /customer: cluster-events.ts says what each is for. */
export interface CustomerServerSide {
  began: (room: string, sessionId: string) => void;
  ended: (room: string, sessionId: string) => void;
  read: (news: ReadNews) => void;
  erased: (customerId: string, done: () => void) => void;
  visitorSignedOut: (tokenHash: string) => void;
}

/** Between nodes, on namespace /agent. */
export interface AgentServerSide {
  signedOut: (organizationId: string, userId: string) => void;
}

export interface ReadNews {
  sessionId: string;
  reader: Reader;
  seqs: number[];
}

export const rooms = {
  /** All sockets of a customer on a channel. */
  customer: (customerId: string, channelId: string) => `c:${customerId}:${channelId}`,
  /** Agents that have the session open. */
  session: (sessionId: string) => `s:${sessionId}`,
  /** All sockets of an agent. */
  agent: (agentId: string) => `a:${agentId}`,
  /** All agents of an organization. */
  organization: (organizationId: string) => `o:${organizationId}`,
};

/** The room of a session's customer. */
export const roomOf = ({ customerId, channelId }: Pick<SessionState, 'customerId' | 'channelId'>) =>
  rooms.customer(customerId, channelId);

export interface Audience {
  customers: CustomerNamespace;
  agents: AgentNamespace;
  /** Other nodes may hold listeners that this one does not see. */
  clustered: boolean;
}

/** Encoding for nobody costs as much as for somebody: ask first. `origin` has it already. */
export function isHeard(
  { adapter }: CustomerNamespace | AgentNamespace,
  room: string,
  { clustered, origin }: { clustered: boolean; origin?: string },
): boolean {
  if (clustered) return true;
  const listeners = adapter.rooms.get(room);
  return listeners !== undefined && listeners.size > (origin !== undefined && listeners.has(origin) ? 1 : 0);
}

export const organizationOf = ({ data }: AgentSocket) => ({
  organizationId: data.principal.organizationId,
});
export const placeOf = (socket: AgentSocket) => ({
  ...organizationOf(socket),
  agentId: socket.data.principal.agentId,
});
export const agentOf = ({ data: { principal } }: AgentSocket): AgentRef => ({
  id: principal.agentId,
  name: principal.name,
});
export const actorOf = (socket: AgentSocket): Actor => ({ kind: 'agent', ...agentOf(socket) });
