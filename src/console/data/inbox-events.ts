// What the server tells without being asked.
import type {
  AgentHeartbeat,
  AgentReady,
  MessageUpdate,
  Notification,
  Typing,
} from '../../protocol/server-events';
import type { Message } from '../../protocol/model/message';
import type { AwayReason, Presence } from '../../protocol/model/presence';
import type { Session } from '../../protocol/model/session';
import type { Visit } from '../../protocol/visits';
import { customerNameOf } from '../text/visitor-name';
import type { Alert } from './alerts';
import type { createConversations } from './conversations';
import type { WireError } from './failure';
import { withViewers, type InboxState, type Typing as TypingState } from './inbox-state';
import type { SessionRows } from './session-rows';
import type { Store } from './store';
import { change } from './transcript';
import { t } from '../i18n/translate';

/** Where a customer is now. */
export interface VisitNews {
  customerId: string;
  visit: Visit;
}

interface Deps {
  state: Store<InboxState>;
  rows: SessionRows;
  conversations: ReturnType<typeof createConversations>;
  ready(hello: AgentReady): void;
  /** News may have been lost. */
  missed(): void;
  /** The user is no agent: there will be no events. */
  refused(): void;
  changed(before: Session | undefined, after: Session): void;
  tell(alert: Alert): void;
  /** What is known of a customer changed. */
  customerChanged(id: string): void;
  /** Where a customer is on the web changed. */
  visitChanged(news: VisitNews): void;
  /** What labels there are, or how they look, changed. */
  labelsChanged(): void;
  /** How far a session has come with its playbooks changed. */
  playbookChanged(sessionId: string): void;
}

interface PresenceUpdate {
  agentId: string;
  status: Presence;
  awayReason?: AwayReason;
}

function withBlock(now: InboxState, customerId: string, customerBlocked: boolean): InboxState {
  const theirs = Object.values(now.sessions).filter((one) => one.customerId === customerId);
  const changed = Object.fromEntries(theirs.map((one) => [one.id, { ...one, customerBlocked }]));
  return { ...now, sessions: { ...now.sessions, ...changed } };
}

const withPresence = (now: InboxState, { agentId, status, awayReason }: PresenceUpdate): InboxState => ({
  ...now,
  presences: { ...now.presences, [agentId]: status },
  ...(agentId === now.agent?.id && { presence: status, awayReason }),
});

/** A message usually comes before the row that it changed. */
const messageComesMs = 300;
const typingHoldsMs = 8_000;

export function createInboxEvents(deps: Deps) {
  const { state, rows, conversations, ready, missed, refused, changed } = deps;

  const quiet = (sessionId: string) => state.set((now) => withoutTyping(now, sessionId));

  return {
    ready,

    'customer:update': ({ id, blocked }: { id: string; blocked?: boolean }) => {
      if (blocked !== undefined) state.set((now) => withBlock(now, id, blocked));
      deps.customerChanged(id);
    },
    'visit:update': deps.visitChanged,
    'labels:update': deps.labelsChanged,
    'playbook:update': ({ sessionId }: { sessionId: string }) => deps.playbookChanged(sessionId),
    'message:new': (message: Message) => {
      const { sessionId, seq, type, sender } = message;
      conversations.changed(sessionId);
      if (state.get().transcripts[sessionId] || conversations.current() === sessionId) {
        conversations.take(sessionId, [message]);
        conversations.heard(sessionId, seq);
      }
      if (type !== 'note') quiet(sessionId);
      if (sender === 'customer') conversations.customerWrote(sessionId);
    },

    'message:update': (update: MessageUpdate) => {
      conversations.changed(update.sessionId);
      const transcript = state.get().transcripts[update.sessionId];
      if (!transcript) return;
      const next = change(transcript, update);
      state.set((now) => ({ ...now, transcripts: { ...now.transcripts, [update.sessionId]: next } }));
    },

    'session:update': (session: Session) => {
      conversations.changed(session.id);
      const before = state.get().sessions[session.id];
      rows.hear([session], true);
      const after = state.get().sessions[session.id]!;
      if (after !== before) changed(before, after);
      setTimeout(() => conversations.heard(session.id, session.headSeq), messageComesMs);
    },

    ...createPassing({ state, quiet }),

    'presence:update': (update: PresenceUpdate) => state.set((now) => withPresence(now, update)),

    notification: createNotified(deps),

    heartbeat: (beat: Partial<AgentHeartbeat>) => {
      for (const [id, headSeq] of Object.entries(beat.sessions ?? {})) conversations.heard(id, headSeq);
      if (!beat.missed) return;
      conversations.changed(undefined);
      missed();
    },

    disconnect: () => {
      conversations.changed(undefined);
      state.set((now) => ({ ...now, connection: 'offline' as const }));
    },

    connect_error: ({ data }: Error & { data?: WireError }) => {
      if (data?.code === 'forbidden') refused();
      else state.set((now) => ({ ...now, connection: 'offline' as const }));
    },
  };
}

/** Who writes, and who looks. */
function createPassing({ state, quiet }: Pick<Deps, 'state'> & { quiet(sessionId: string): void }) {
  return {
    typing: ({ sessionId = '', ...event }: Typing) => {
      if (!event.typing) return quiet(sessionId);
      state.set((now) => ({ ...now, typing: { ...now.typing, [sessionId]: whoWrites(event) } }));
    },

    viewing: ({ sessionId, agentId, viewing }: { sessionId: string; agentId: string; viewing: boolean }) => {
      if (!viewing && state.get().typing[sessionId]?.senderId === agentId) quiet(sessionId);
      if (agentId !== state.get().agent?.id)
        state.set((now) => withViewers(now, sessionId, { [agentId]: viewing }));
    },
  };
}

function createNotified({ state, conversations, tell }: Deps) {
  return function notified({
    type,
    sessionId = '',
    customerName,
    returnsAt,
    seq,
    by,
    ...more
  }: Notification) {
    const { noteId: id, customerId } = more;
    const session = state.get().sessions[sessionId];
    const name = customerName ?? (session && customerNameOf(session));
    const unread = session === undefined || session.unread > 0;
    if (type === 'unanswered' && unread && sessionId !== conversations.current()) {
      state.set((now) => ({ ...now, given: { ...now.given, [sessionId]: true } }));
    }
    tell({
      ...{ kind: type, ...(id && customerId ? { note: { id, customerId } } : { sessionId }) },
      ...(name && { customerName: name }),
      ...(returnsAt && { returnsAt }),
      ...(seq !== undefined && { seq }),
      ...(by !== undefined && { by }),
    });
  };
}

function withoutTyping(now: InboxState, sessionId: string): InboxState {
  if (!now.typing[sessionId]) return now;
  const { [sessionId]: _, ...typing } = now.typing;
  return { ...now, typing };
}

function whoWrites({ sender, senderId, senderName }: Typing): TypingState {
  const unnamed = { ai: t('AI assistant'), agent: t('An agent'), customer: '', system: '' }[sender];
  const name = sender === 'customer' ? '' : (senderName ?? unnamed);
  return { sender, name, ...(senderId !== undefined && { senderId }), until: Date.now() + typingHoldsMs };
}
