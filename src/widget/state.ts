// What the panel shows, and how news from the server changes it: pure.
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { Ready, Typing } from './connection';
import type { Pending } from './outbox';
import { emptyThread, unreadOf, withChange, withMessage, type Thread } from './thread';

export interface State {
  /** `gone`: there is no such channel. */
  link: 'connecting' | 'live' | 'broken' | 'refused' | 'gone';
  channel?: Ready['channel'];
  customerId?: string;
  session: Session | null;
  /** The last one is the session's; earlier ones were closed while the panel was there. */
  threads: readonly Thread[];
  pending: readonly Pending[];
  /** Files on their way, which no storage keeps. */
  files: readonly Pending[];
  /** The AI's answer so far, by draftId. */
  drafts: Readonly<Record<string, string>>;
  typing?: Typing;
  /** The panel is open. */
  shown: boolean;
  /** After "Write again", until the next session is there. */
  again: boolean;
  asking: boolean;
  /** An action that did not work. */
  notice: boolean;
}

/** The one place where the state lives. */
export interface Box {
  state(): State;
  update(edit: (state: State) => State): void;
  patch(part: Partial<State>): void;
}

export function createBox(changed: (state: State) => void): Box {
  let state = start;
  const update = (edit: (state: State) => State) => changed((state = edit(state)));
  return { state: () => state, update, patch: (part) => update((now) => ({ ...now, ...part })) };
}

export const start: State = {
  link: 'connecting',
  session: null,
  threads: [],
  pending: [],
  files: [],
  drafts: {},
  shown: false,
  again: false,
  asking: false,
  notice: false,
};

export function current(state: State): Thread | undefined {
  return state.threads.find((thread) => thread.sessionId === state.session?.id);
}

/** News of any session of this customer: old ones change nothing. */
export function sessionChanged(state: State, session: Session): State {
  return isPast(session, state.session) ? state : sessionIs(state, session);
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

/** The server was asked: this is the present session. */
export function sessionIs(state: State, session: Session | null): State {
  if (!session) return state;
  const isNew = session.id !== state.session?.id;
  const known = state.threads.some((thread) => thread.sessionId === session.id);
  const { typing, ...quiet } = state;
  return {
    ...quiet,
    ...(typing && session.status === state.session?.status && { typing }),
    session,
    threads: known ? state.threads : [...state.threads, emptyThread(session.id)],
    again: isNew || session.status !== 'closed' ? false : state.again,
    asking: session.status === 'active' ? state.asking : false,
    drafts: session.status === 'active' ? state.drafts : {},
  };
}

export function messageCame(state: State, message: Message): State {
  const known = state.threads.some((thread) => thread.sessionId === message.sessionId);
  const threads = known ? state.threads : [...state.threads, emptyThread(message.sessionId)];
  const { [message.metadata.draftId ?? '']: _, ...drafts } = state.drafts;
  const next = {
    ...state,
    drafts,
    threads: threads.map((thread) =>
      thread.sessionId === message.sessionId ? withMessage(thread, message) : thread,
    ),
  };
  if (state.typing?.sender === message.sender) delete next.typing;
  return next;
}

export function messageChanged(state: State, change: Partial<Message> & { id: string }): State {
  return { ...state, threads: state.threads.map((thread) => withChange(thread, change)) };
}

export function threadChanged(state: State, sessionId: string, edit: (thread: Thread) => Thread): State {
  return {
    ...state,
    threads: state.threads.map((thread) => (thread.sessionId === sessionId ? edit(thread) : thread)),
  };
}

/** A message that has been acked already is not waiting, whatever another tab's storage says. */
export function waiting(state: State): readonly Pending[] {
  const sent = new Set(
    state.threads.flatMap((thread) => thread.messages.map((one) => one.metadata.clientMessageId)),
  );
  return [...state.pending, ...state.files].filter((item) => !sent.has(item.clientMessageId));
}

export function unread(state: State): number {
  return unreadOf(current(state)).length;
}
