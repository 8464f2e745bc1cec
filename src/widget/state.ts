// What the panel shows, and how news from the server changes it: pure.
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { Ready, Typing } from './connection';
import type { Pending } from './outbox';
import { emptyThread, unreadOf, withChange, withMessage, type Thread } from './thread';

export interface State {
  /** `gone`: there is no such channel. `expired`: the sign-in has run out. */
  link: 'connecting' | 'live' | 'broken' | 'refused' | 'expired' | 'gone';
  channel?: Ready['channel'];
  customerId?: string;
  customerName?: string | undefined;
  /** How to greet who comes back. */
  welcomeBack?: string | undefined;
  /** The host page has said who the customer is. */
  verified: boolean;
  /** What the customer writes is refused. */
  blocked?: boolean | undefined;
  /** The current one: the open one, or the one that was closed last. */
  session: Session | null;
  /** The open conversation from before the sign-in. */
  anonymous?: Session;
  /** Another conversation than the current one, while it is looked at. */
  opened?: Session;
  /** The list of conversations, while it is looked at. */
  list?: readonly Session[] | 'loading' | 'failed';
  /** What was said beside the button, and brought them here. */
  greeting?: string | undefined;
  /** The help articles are looked at. */
  help?: boolean;
  threads: readonly Thread[];
  /** Ids of the sessions that were current while the panel was there, oldest first. */
  recent: readonly string[];
  pending: readonly Pending[];
  /** Files on their way, which no storage keeps. */
  files: readonly Pending[];
  /** The AI's answers so far, by the id of their session. */
  drafts: Readonly<Record<string, Draft>>;
  typing?: Typing;
  /** The panel is open. */
  shown: boolean;
  /** After "Write again", until the next session is there. */
  again: boolean;
  asking: boolean;
  /** They have said how they can be reached. */
  introduced?: boolean;
  /** An action that did not work. */
  notice: boolean;
}

export interface Draft {
  draftId: string;
  text: string;
}

/** The one place where the state lives. */
export interface Store {
  state(): State;
  update(edit: (state: State) => State): void;
  patch(part: Partial<State>): void;
}

export function createStore(changed: (state: State) => void): Store {
  let state = start;
  const update = (edit: (state: State) => State) => changed((state = edit(state)));
  return { state: () => state, update, patch: (part) => update((now) => ({ ...now, ...part })) };
}

export const start: State = {
  link: 'connecting',
  verified: false,
  session: null,
  threads: [],
  recent: [],
  pending: [],
  files: [],
  drafts: {},
  shown: false,
  again: false,
  asking: false,
  notice: false,
};

export function threadOf(state: State, sessionId: string | undefined): Thread | undefined {
  return state.threads.find((thread) => thread.sessionId === sessionId);
}

/** The id of the conversation that is looked at, where it is another one than the current. */
export function which(state: State): { sessionId?: string } {
  return state.opened ? { sessionId: state.opened.id } : {};
}

/** News of any of the customer's sessions: old ones change nothing but themselves. */
export function sessionChanged(before: State, session: Session): State {
  const { opened, ...others } = before;
  const known = [before.session, opened, before.anonymous].find((one) => one?.id === session.id);
  // What another node tells may come after what came later.
  if (known && known.headSeq > session.headSeq) return before;
  const isOpened = opened?.id === session.id && session.id !== before.session?.id;
  const state = isOpened ? { ...before, opened: session } : before;
  if (session.id === state.anonymous?.id || session.customerId !== (state.customerId ?? session.customerId)) {
    const { anonymous: _, ...rest } = state;
    return session.status === 'closed' ? rest : { ...rest, anonymous: session };
  }
  if (isPast(session, state.session)) return state;
  // What was looked at has become the current one.
  return sessionIs(opened?.id === session.id ? others : state, session);
}

/** As the server orders them: the open one first, then by their start. A reopened one is not past. */
function isPast(session: Session, present: Session | null): boolean {
  return (
    present !== null &&
    session.id !== present.id &&
    session.startedAt < present.startedAt &&
    (session.status === 'closed' || present.status !== 'closed')
  );
}

/** The server says that this is the current session. */
export function sessionIs(state: State, session: Session | null): State {
  if (!session) return state;
  const isNew = session.id !== state.session?.id;
  const { typing, ...quiet } = state;
  return {
    ...withThread(quiet, session.id),
    ...(typing && session.status === state.session?.status && { typing }),
    session,
    recent: [...state.recent.filter((id) => id !== session.id), session.id],
    again: isNew || session.status !== 'closed' ? false : state.again,
    asking: session.status === 'active' ? state.asking : false,
    drafts: session.status === 'active' ? state.drafts : {},
  };
}

export function messageCame(before: State, message: Message): State {
  const { [message.sender === 'ai' ? message.sessionId : '']: _, ...drafts } = before.drafts;
  const { typing, ...quiet } = withThread(before, message.sessionId);
  const state = { ...quiet, ...(typing && typing.sender !== message.sender && { typing }), drafts };
  return threadChanged(state, message.sessionId, (thread) => withMessage(thread, message));
}

export function messageChanged(state: State, change: Partial<Message> & { id: string }): State {
  return { ...state, threads: state.threads.map((thread) => withChange(thread, change)) };
}

export function threadChanged(before: State, sessionId: string, edit: (thread: Thread) => Thread): State {
  const state = withThread(before, sessionId);
  return {
    ...state,
    threads: state.threads.map((thread) => (thread.sessionId === sessionId ? edit(thread) : thread)),
  };
}

function withThread(state: State, sessionId: string): State {
  if (threadOf(state, sessionId)) return state;
  return { ...state, threads: [...state.threads, emptyThread(sessionId)] };
}

/** The state as if what is looked at were everything: the current session and those before it, or the one that was opened. */
export function viewOf(state: State): State {
  const { opened } = state;
  const ids = opened ? [opened.id] : state.recent;
  const session = opened ?? state.session;
  const { typing, ...quiet } = state;
  const view = {
    ...quiet,
    ...(typing && (typing.sessionId ?? session?.id) === session?.id && { typing }),
    session,
    threads: ids.flatMap((id) => threadOf(state, id) ?? []),
    pending: waiting(state).filter(({ sessionId }) => sessionId === opened?.id),
  };
  return opened ? { ...view, again: false } : view;
}

/** A message that has been acked already is not waiting, whatever another tab's storage says. */
function waiting(state: State): readonly Pending[] {
  const sent = new Set(
    state.threads.flatMap((thread) => thread.messages.map((one) => one.metadata.clientMessageId)),
  );
  return [...state.pending, ...state.files].filter((item) => !sent.has(item.clientMessageId));
}

export function unread(state: State): number {
  return [state.session, state.anonymous].reduce(
    (sum, session) => sum + (session ? unreadOf(threadOf(state, session.id)).length : 0),
    0,
  );
}
