// What is news for whom: pure. The sockets tell it to open consoles (gateway/broadcasts.ts); this is for whoever has none.
import type { DomainEvents } from '../events';
import type { NotedCustomer } from '../protocol/noted-customer';
import type { NewsKind } from '../protocol/notifications';
import type { SessionState } from '../sessions/session';
import type { NewsPlace } from './store';

export type News = NewsPlace & {
  organizationId: string;
  kind: NewsKind;
  /** `everybody`: all who take conversations. */
  for: readonly string[] | 'everybody';
};

/** What news are about, as it is now. */
export type About =
  { session: SessionState; note?: undefined } | { note: NotedCustomer; session?: undefined };

/** One id for either. */
export const placeId = ({ sessionId, noteId }: NewsPlace): string => sessionId ?? noteId;

const of = (session: SessionState, kind: NewsKind, whom: News['for']): News => ({
  organizationId: session.organizationId,
  sessionId: session.id,
  kind,
  for: whom,
});

/** @param session as it is with the message */
export function newsOfMessage({ session, message }: DomainEvents['message']): News | undefined {
  const { status, agentId, queuedAt } = session;
  const { systemAction } = message.content;
  if (status === 'waiting')
    // Who goes back to the queue keeps the place of before.
    return queuedAt === message.timestamp || message.type === 'handover' || systemAction === 'agent_left'
      ? of(session, 'waiting', 'everybody')
      : undefined;
  if (status !== 'with_agent' || agentId === undefined) return undefined;
  if (message.sender === 'customer' && message.type !== 'system') return of(session, 'message', [agentId]);
  if (systemAction === 'promise_broken') return of(session, 'overdue', [agentId]);
  if (message.agentId !== agentId || message.agentId === message.senderId) return undefined;
  return of(session, systemAction === 'unsnoozed' ? 'returned' : 'assigned', [agentId]);
}

export const newsOf = {
  unanswered: ({ session }: DomainEvents['unanswered']) => ofHolder(session, 'unanswered'),
  dueSoon: ({ session }: DomainEvents['dueSoon']) => ofHolder(session, 'due_soon'),
  mentioned: ({ session, agentIds }: DomainEvents['mentioned']) => of(session, 'mentioned', agentIds),
  mentionedInNote: ({ organizationId, note, agentIds }: DomainEvents['mentionedInNote']): News => ({
    ...{ organizationId, noteId: note.id, kind: 'mentioned', for: agentIds },
  }),
  notSent: ({ session, agentId }: DomainEvents['notSent']) => of(session, 'not_sent', [agentId]),
};

function ofHolder(session: SessionState, kind: NewsKind): News | undefined {
  const { status, agentId } = session;
  return status === 'with_agent' && agentId !== undefined ? of(session, kind, [agentId]) : undefined;
}

/** Whether it still is, for this agent. A mention is, until it is read: ask for that. */
export function isStillNews(kind: NewsKind, session: SessionState, agentId: string): boolean {
  if (kind === 'mentioned' || kind === 'not_sent') return true;
  if (kind === 'waiting') return session.status === 'waiting';
  const isTheirs = session.status === 'with_agent' && session.agentId === agentId;
  return isTheirs && (kind !== 'message' || session.unread > 0);
}

/** Whether an agent has seen to it meanwhile, of news that go out late. */
export function isSeen(kind: NewsKind, { unread, awaitingSince, personAwaitedSince }: SessionState): boolean {
  if (kind === 'assigned') return unread === 0;
  return kind === 'unanswered' && awaitingSince === undefined && personAwaitedSince === undefined;
}
