// What the gateway needs from the rest, as small as it is used.
import type { IncomingMessage } from 'node:http';
import type { Mentions } from '../automations/mentions';
import type { BlockedNow } from '../customers/blocks';
import type { VisitingBrowser } from '../customers/visits';
import type { EventBus } from '../events';
import type { Principal, SignIn, Visitor } from '../identity/principal';
import type { AwaitedTeams, ChannelsNow, VisitorChannel } from '../identity/visitor-channel';
import type { OpenedVisitor, OpenVisitor } from '../identity/visitors';
import type { Log } from '../log';
import type { CustomerReady } from '../protocol/server-events';
import type { CustomerSync } from '../protocol/sockets';
import type { Message, MessageContent, MessageType } from '../protocol/model/message';
import type { AwayReason, Presence } from '../protocol/model/presence';
import type { Template } from '../protocol/model/template';
import type { Rules } from '../protocol/model/rules';
import type { Session, SessionStatus } from '../protocol/model/session';
import type { AgentPlace } from '../routing/store';
import type { ReportedVisit, Visit } from '../protocol/visits';
import type { TeamRef } from '../sessions/assign-agents';
import type { AgentRef, ForTemplate, Sessions } from '../sessions/commands';
import type { SessionState } from '../sessions/session';
import type { Projection } from '../sessions/store';
import type { ReadLimits } from './read-budget';
import type { RateLimits } from './rate-rules';
import type { ActiveSessions, Connections, SessionContext } from './store';

/** The customers' conversation: channels/web, handed over by app/. */
export interface WebChannel {
  present(state: SessionState): Promise<Session>;
  open(asked: OpenVisitor): Promise<OpenedVisitor>;
  send(
    visitor: Visitor,
    said: { clientMessageId: string; text?: string; attachmentIds?: string[] },
    origin?: string,
  ): Promise<{ session: SessionState; message: Message }>;
  sync(
    visitor: Visitor,
    asked: { afterSeq: number; sessionId?: string },
    seen?: SessionState,
  ): Promise<CustomerSync>;
  /** What `ready` says: of the channel, of the current session, and of the open one from before the sign-in. */
  welcome(
    opened: OpenedVisitor,
  ): Promise<{ ready: CustomerReady; shown: VisitorChannel; current?: SessionState; before?: SessionState }>;
  /** @throws `not_found` for what is not the visitor's */
  reach(visitor: Visitor, sessionId?: string): Promise<{ person: Visitor; state: SessionState }>;
  /** Nothing of a blocked customer is written. @throws `Blocked` */
  mayWrite(visitor: Visitor): Promise<void>;
  requestHuman(visitor: Visitor, asked: { reason?: string; sessionId?: string }): Promise<Session>;
  rate(visitor: Visitor, rating: { score: number; comment?: string; sessionId?: string }): Promise<Session>;
  close(visitor: Visitor, sessionId?: string): Promise<Session>;
  /** A copy by mail. @throws `invalid`, `conflict`, `rate_limited`, `unavailable`, `not_found` */
  mailTranscript(
    visitor: Visitor,
    asked: { email?: string; language?: string; sessionId?: string; address: string },
  ): Promise<{ email: string }>;
  /** The conversation from before the sign-in goes on in the visitor's own. @throws `not_found` */
  bring(visitor: Visitor, sessionId: string): Promise<Session>;
  /** @throws `not_found`, `conflict` */
  react(
    visitor: Visitor,
    reaction: { clientMessageId: string; seq: number; emoji?: string; sessionId?: string },
  ): Promise<Message>;
  read(visitor: Visitor, upTo: number, sessionId: string): Promise<void>;
  feedback(
    visitor: Visitor,
    word: { seq: number; helpful: boolean; reason?: string; comment?: string },
    sessionId: string,
  ): Promise<void>;
}

export interface AgentRouting {
  /** Its presence from now on. */
  connect(agent: AgentPlace & { connectionId: string; node: string }): Promise<Presence>;
  disconnect(connectionId: string): Promise<void>;
  setPresence(choice: AgentPlace & { status: Presence }): Promise<void>;
  presences(organizationId: string): Promise<Record<string, Presence>>;
  /** A person is at this console, or was at that time (milliseconds since 1970). */
  signOfLife(sign: AgentPlace & { connectionId: string; at: number }): Promise<void>;
  /** Why the agent is away; undefined when that was chosen. */
  awayReason(agentId: string): Promise<AwayReason | undefined>;
  /** Renews the presence behind the agents' living sockets. */
  heartbeat(connectionIds: readonly string[]): Promise<void>;
}

export interface GatewayDeps {
  web: WebChannel;
  sessions: Pick<
    Sessions,
    | 'reply'
    | 'claim'
    | 'transfer'
    | 'close'
    | 'reopen'
    | 'markRead'
    | 'readElsewhere'
    | 'get'
    | 'newest'
    | 'messages'
  >;
  events: Pick<EventBus, 'on'>;
  /** @throws `unauthenticated` */
  verifyAccessToken(token: string): Promise<Principal>;
  /** A newer identity of the same visitor. @throws `unauthenticated`, `forbidden` */
  renewVisitor(visitor: Visitor, channelKey: string, identity: string): Promise<SignIn>;
  channelsNow: ChannelsNow;
  awaitedTeams: AwaitedTeams;
  blockedNow: BlockedNow;
  /** How the customer can be reached, as far as that is not known yet. */
  leaveContact(visitor: Visitor, contact: { name?: string; email?: string; phone?: string }): Promise<void>;
  /** Where a visitor is; undefined where they are gone. */
  noteVisit(
    visitor: Visitor,
    news: { reported: ReportedVisit; browser: VisitingBrowser },
  ): Promise<Visit | undefined>;
  /** What this node remembers of a user is looked up anew. */
  forgetUser(organizationId: string, userId: string): void;
  routing: AgentRouting;
  /** What the session's channel takes now. */
  rulesOf(session: SessionState): Rules | Promise<Rules>;
  /** What the log holds of a template. @throws `invalid` for one that the session's channel cannot send */
  templateContent(reply: ForTemplate, template: Template): Promise<MessageContent>;
  /** An agent writes, for channels that show it. */
  agentWrites(session: SessionState): void;
  /** What the console shows of a customer. @throws `not_found` */
  customer(organizationId: string, customerId: string): Promise<Record<string, unknown>>;
  /** @throws `not_found` */
  agent(organizationId: string, agentId: string): Promise<AgentRef>;
  /** @throws `not_found` */
  team(organizationId: string, teamId: string): Promise<TeamRef>;
  /** Files that this agent uploaded, in the order asked, for the message with this key. @throws `not_found` */
  takeAttachments(
    principal: Principal,
    asked: { ids: string[]; messageKey: string; sessionId: string },
  ): Promise<Array<{ type: MessageType; content: MessageContent }>>;
  /** Whom a note calls, and calling them. */
  mentions: Pick<Mentions, 'of' | 'call'>;
  /** Where everybody may see the agent's picture. */
  pictureOf(agentId: string | undefined): string | undefined;
  /** A message as it leaves the server. */
  withLinks<M extends Pick<Message, 'sessionId' | 'content'>>(organizationId: string, message: M): M;
  counts(organizationId: string): Promise<{
    byStatus: Record<SessionStatus, number>;
    byAgent: Record<string, number>;
    awaitedByAgent: Record<string, number>;
    snoozed: number;
  }>;
  /** Ids of all who wait, in their order. */
  queue(organizationId: string): Promise<string[]>;
  /** The first who wait, in their order. */
  waiting(organizationId: string, limit: number): Promise<SessionState[]>;
  /** Last numbers from the log itself, so that a heartbeat tells of what a lost bell did not. */
  heads(sessionIds: string[]): Promise<ReadonlyMap<string, number>>;
  /** Of these customers, the sessions that are others than the known ones: one question, across organizations. */
  begunSince: Projection['begunSince'];
  connections: Pick<Connections, 'keep' | 'remove'>;
  activeSessions: ActiveSessions;
  context: Pick<SessionContext, 'get' | 'view' | 'leave' | 'typing'>;
  limits: Pick<RateLimits, 'take'>;
  /** Two connections for socket.io's Redis adapter, whose calls never reject; without them there is one node. */
  redis?: { publisher: object; subscriber: object; areReady(): boolean };
  log: Log;
  options: GatewayOptions;
}

export interface GatewayOptions {
  /** This process, among the nodes. */
  node: string;
  /** Off for benches. */
  rateLimits: boolean;
  /** The address that a request came from, as far as proxies are trusted. */
  addressOf(request: IncomingMessage): string;
  /** A proxy that is trusted made it. */
  fromProxy(request: IncomingMessage): boolean;
  /** From heartbeat to heartbeat of one socket. */
  heartbeatMs?: number;
  /** What may wait for a client that does not read, before it is cut off. */
  maxBufferedBytes?: number;
  maxConnectionsPerAddress?: number;
  /** Room for pages of logs. */
  reads?: Partial<ReadLimits>;
  /** Sessions that one socket of an agent may have open. */
  maxOpenSessions?: number;
}
