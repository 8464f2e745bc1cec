// The web channel: what a customer may do in its own conversation. Sockets and HTTP are two ways to reach it.
import { createKeyedMutex } from '../../tools/keyed-mutex';
import type { AttachedFile } from '../../files/files';
import type { Visitor } from '../../identity/principal';
import { shownTo, type VisitorChannel } from '../../identity/visitor-channel';
import type { OpenedVisitor, OpenVisitor } from '../../identity/visitors';
import type { CustomerReady } from '../../protocol/server-events';
import type { Message, MessageContent, MessageType } from '../../protocol/model/message';
import type { Session } from '../../protocol/model/session';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import { awaitedTeam, customerSession, forCustomer } from '../../sessions/visibility';
import { createVisitorActions, type VisitorActionDeps } from './visitor-actions';
import { createOwnSessions, type OwnSessions } from './own-sessions';
import { createReading } from './reading';

export interface WebDeps extends VisitorActionDeps {
  sessions: VisitorActionDeps['sessions'] &
    Pick<Sessions, 'current' | 'newest' | 'markRead' | 'queuePosition' | 'list'>;
  identity: {
    openVisitor(asked: OpenVisitor): Promise<OpenedVisitor>;
  };
  /** How to greet who comes back; undefined where that is not known. @param wasHere on this channel */
  nameOf(visitor: Visitor, wasHere: boolean): Promise<string | undefined>;
  /** What the widget offers to ask where no admin has entered anything. Never rejects. */
  suggestedQuestions(organizationId: string): Promise<string[]>;
  attachments: {
    /** Files that this customer uploaded, in the order asked, for the message with this key. @throws `not_found` */
    take(visitor: Visitor, asked: { ids: string[]; messageKey: string }): Promise<AttachedFile[]>;
    place(organizationId: string, ids: string[], sessionId: string): Promise<void>;
  };
  /** Where everybody may see the agent's picture. */
  pictureOf(agentId: string | undefined): string | undefined;
}

export interface Said {
  clientMessageId: string;
  text?: string;
  attachmentIds?: string[];
}

export type Web = ReturnType<typeof createWeb>;

export function createWeb(deps: WebDeps) {
  const { sessions } = deps;
  const own = createOwnSessions(sessions);

  const mutex = createKeyedMutex();
  /** What one customer does is done in the order in which it came in, whatever has to be looked up first. */
  const inOrder = <T>({ channelId, customer }: Visitor, work: () => Promise<T>): Promise<T> =>
    mutex.run(`${channelId}:${customer.id}`, work);

  /** The session as its customer sees it, with its place in the queue. */
  async function present(state: SessionState): Promise<Session> {
    const position = state.status === 'waiting' ? await sessions.queuePosition(state) : undefined;
    const session = customerSession(state, deps.pictureOf(state.agentId));
    return { ...session, ...(position !== undefined && { queuePosition: position }) };
  }

  return {
    present,
    ...own,
    /** @throws `not_found` (no such channel), `unauthenticated` */
    open: (asked: OpenVisitor) => deps.identity.openVisitor(asked),
    welcome: (opened: OpenedVisitor) => welcome({ ...deps, own, present }, opened),
    send: (visitor: Visitor, said: Said, origin?: string) =>
      inOrder(visitor, () => send(deps, visitor, { ...said, origin })),

    ...createReading({ ...deps, own, present }),
    ...createVisitorActions({ ...deps, own, inOrder, present }),

    /** @param sessionId one that the visitor is known to reach */
    async read({ organizationId }: Visitor, upTo: number, sessionId: string): Promise<void> {
      await sessions.markRead({ organizationId, sessionId, upTo, reader: 'customer' });
    },
  };
}

interface Welcoming extends Pick<WebDeps, 'nameOf' | 'suggestedQuestions' | 'transcripts'> {
  own: OwnSessions;
  present(state: SessionState): Promise<Session>;
}

/** What `ready` says, what it is of the channel, and the states behind it. */
async function welcome(
  { own, present, nameOf, ...offers }: Welcoming,
  { visitorToken, visitor, channel, seen, issues }: OpenedVisitor,
): Promise<{ ready: CustomerReady; shown: VisitorChannel; current?: SessionState; before?: SessionState }> {
  const { customer, signIn } = visitor;
  const [current, before] = await Promise.all([own.current(visitor, seen), own.anonymousSession(visitor)]);
  // Who goes on with a conversation is not greeted; nobody knows an anonymous browser that has said nothing yet.
  const mayBeBack = current ? current.status === 'closed' : customer.verified && seen !== null;
  const name = mayBeBack ? await nameOf(visitor, current !== undefined) : undefined;
  const shown = shownTo(channel, current && awaitedTeam(current));
  const ready = {
    visitorToken,
    customer,
    session: current ? await present(current) : null,
    channel: { ...shown, ...(await offered(offers, visitor, shown)) },
    ...(before && { anonymousSession: await present(before) }),
    ...(name !== undefined && { welcomeBack: name }),
    ...(signIn && { expiresAt: new Date(signIn.expiresAt).toISOString() }),
    ...(issues?.length && { identityIssues: issues }),
  };
  return { ready, shown, ...(current && { current }), ...(before && { before }) };
}

/** What the widget offers here beside what the admin of the channel has entered. */
async function offered(
  { suggestedQuestions, transcripts }: Pick<WebDeps, 'suggestedQuestions' | 'transcripts'>,
  { organizationId }: Visitor,
  { suggestedQuestions: entered = [] }: VisitorChannel,
): Promise<Pick<CustomerReady['channel'], 'suggestedQuestions' | 'transcripts'>> {
  const [asked, mayMail] = await Promise.all([
    entered.length > 0 ? entered : suggestedQuestions(organizationId),
    transcripts.isPossible(organizationId),
  ]);
  return {
    ...(asked.length > 0 && { suggestedQuestions: asked }),
    ...(mayMail && { transcripts: true }),
  };
}

type Sending = Said & { origin: string | undefined };

function send(deps: WebDeps, visitor: Visitor, said: Sending): Promise<Received> {
  const { clientMessageId, text, attachmentIds, origin } = said;
  return attachmentIds?.length
    ? sendFiles(deps, visitor, { ...said, attachmentIds })
    : receive(deps, { visitor, clientMessageId, type: 'text', content: { text: text! }, origin });
}

/** One message a file: the first carries the words. Each has a client id of its own, so all may be sent again. */
async function sendFiles(
  deps: WebDeps,
  visitor: Visitor,
  { clientMessageId, text, attachmentIds, origin }: Sending & { attachmentIds: string[] },
): Promise<Received> {
  const { attachments } = deps;
  const files = await attachments.take(visitor, { ids: attachmentIds, messageKey: clientMessageId });
  const [head, ...rest] = files as [AttachedFile, ...AttachedFile[]];
  const content = { ...head.content, ...(text && { text }) };
  const first = await receive(deps, { visitor, clientMessageId, type: head.type, content, origin });
  for (const [index, file] of rest.entries())
    await receive(deps, { visitor, clientMessageId: `${clientMessageId}/${index + 1}`, ...file, origin });
  await attachments.place(visitor.organizationId, attachmentIds, first.session.id);
  return first;
}

interface Received {
  session: SessionState;
  message: Message;
}

interface Part {
  visitor: Visitor;
  clientMessageId: string;
  type: MessageType;
  content: MessageContent;
  origin: string | undefined;
}

async function receive(
  { sessions, withLinks }: WebDeps,
  { visitor, origin, ...part }: Part,
): Promise<Received> {
  const { organizationId, channelId, customer } = visitor;
  const { session, message } = await sessions.receive({
    organizationId,
    customerId: customer.id,
    channelId,
    channelType: 'web',
    ...part,
    ...(origin !== undefined && { origin }),
  });
  return { session, message: withLinks(organizationId, forCustomer(message) ?? message) };
}
