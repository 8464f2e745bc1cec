// A session's messages as the browser has them: in seq order, each once.
import type { Message } from '../protocol/model/message';

export interface Thread {
  sessionId: string;
  messages: readonly Message[];
  /** Nothing up to this seq is missing here. Seqs have holes where private notes are, so only the server can say. */
  complete: number;
}

export function emptyThread(sessionId: string): Thread {
  return { sessionId, messages: [], complete: 0 };
}

/** A seq or a clientMessageId that is there already is replaced. */
export function withMessage(thread: Thread, message: Message): Thread {
  const others = thread.messages.filter((one) => one.seq !== message.seq && !sameSend(one, message));
  const after = others.findLastIndex((one) => one.seq < message.seq) + 1;
  return {
    ...thread,
    messages: [...others.slice(0, after), message, ...others.slice(after)],
    complete: message.seq === thread.complete + 1 ? message.seq : thread.complete,
  };
}

/** What `session:sync` brought: with it, nothing up to `headSeq` is missing. */
export function withPage(thread: Thread, page: { messages: readonly Message[]; headSeq: number }): Thread {
  const filled = page.messages.reduce(withMessage, thread);
  return { ...filled, complete: Math.max(filled.complete, page.headSeq) };
}

export function withChange(thread: Thread, change: Partial<Message> & { id: string }): Thread {
  return {
    ...thread,
    messages: thread.messages.map((one) =>
      one.id === change.id ? { ...one, ...change, metadata: { ...one.metadata, ...change.metadata } } : one,
    ),
  };
}

/** The team's messages that nobody has looked at. */
export function unreadOf(thread: Thread | undefined): Message[] {
  return thread?.messages.filter((one) => isFromTeam(one) && !one.isRead) ?? [];
}

export function isFromTeam(message: Message): boolean {
  return message.sender !== 'customer' && message.type !== 'system' && message.type !== 'handover';
}

function sameSend(one: Message, other: Message): boolean {
  const sent = one.metadata.clientMessageId;
  return sent !== undefined && sent === other.metadata.clientMessageId;
}

/** The team's messages up to this seq have been looked at. */
export function readUpTo(thread: Thread, seq: number): Thread {
  return {
    ...thread,
    messages: thread.messages.map((one) =>
      isFromTeam(one) && one.seq <= seq ? { ...one, isRead: true } : one,
    ),
  };
}
