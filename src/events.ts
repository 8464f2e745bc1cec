// The in-process events. A bell says what was just committed and carries it, so that no listener reads it again.
// Losing one loses nothing: the sweep and session:sync find everything in the log.
import type { NotedCustomer } from './protocol/noted-customer';
import type { Message } from './protocol/model/message';
import type { SlaTarget } from './protocol/model/sla';
import type { AwayReason, Presence } from './protocol/model/presence';
import type { DraftUpdate } from './protocol/reply-drafts';
import type { Reader } from './sessions/read-watermarks';
import type { SessionState } from './sessions/session';

export interface DomainEvents {
  /** A message was appended. `origin` is the socket that sent it and already has it in its ack. */
  message: { session: SessionState; message: Message; origin?: string };
  /** Fields of messages changed: read or delivery state, feedback, a file that came. */
  messageChanged: {
    session: SessionState;
    changes: Array<
      { id: string; seq: number } & Partial<
        Pick<Message, 'isRead' | 'readAt' | 'delivery' | 'deliveryError' | 'metadata' | 'content'>
      >
    >;
    /** Who read them, when that is what changed. */
    reader?: Reader;
  };
  /** The projected row of a session changed; rung once for a burst of messages. */
  session: { session: SessionState };
  /** The waiting sessions of an organization changed, so queue positions did. */
  queue: {
    organizationId: string;
    /** Nobody has room: that was asked a moment ago, and whoever gets room rings again. */
    full?: true;
  };
  /** The agent who got the session has not opened or answered it; at `returnsAt` it goes back to the queue. */
  unanswered: { session: SessionState; returnsAt: string };
  /** What the customer was promised breaks soon: at `dueAt`. */
  dueSoon: { session: SessionState; target: SlaTarget; dueAt: string };
  /** A private note calls these agents. */
  mentioned: { session: SessionState; agentIds: string[]; seq: number; by: string; timestamp: string };
  /** A note about a customer calls these agents. */
  mentionedInNote: {
    organizationId: string;
    note: NotedCustomer;
    agentIds: string[];
    by: string;
    timestamp: string;
  };
  /** A reply of this agent did not go out at its time. */
  notSent: { session: SessionState; agentId: string; because: string };
  /** An agent has written on, or sent, what it had begun. */
  replyDraft: { agentId: string; draft: DraftUpdate };
  /** A playbook was started in a session, or a step of it changed. */
  playbook: { organizationId: string; sessionId: string };
  /** What labels there are changed: names, colours, or how many conversations have them. */
  labels: { organizationId: string };
  /** Presence of an agent changed. */
  presence: {
    organizationId: string;
    agentId: string;
    status: Presence;
    /** Nobody chose it. */
    awayReason?: AwayReason;
  };
  /** The AI writes: a piece of its draft, on its way to `message:stream`. */
  draft: { session: SessionState; draftId: string; offset: number; delta: string };
  /** The AI began or stopped working on an answer. */
  thinking: { session: SessionState; typing: boolean };
  /** An agent writes. */
  typing: { session: SessionState };
  /** What a customer is called or known by changed, or, where `blocked` says so, whether they are. */
  customer: {
    organizationId: string;
    customerId: string;
    /** What rows of conversations show of them: where they belong, attributes. */
    shownInRows?: true;
    blocked?: boolean;
  };
  /** What is kept of a company was changed, by hand or by a program. */
  company: { organizationId: string; companyId: string };
  /** Articles were written or deleted. */
  knowledge: { organizationId: string; articleIds: string[] };
}

export type DomainEvent = keyof DomainEvents;
type Listener<B extends DomainEvent> = (event: DomainEvents[B]) => void;

export interface EventBus {
  on<B extends DomainEvent>(bell: B, listener: Listener<B>): () => void;
  emit<B extends DomainEvent>(bell: B, event: DomainEvents[B]): void;
}

/** @param onError what a listener threw; it never reaches whoever emitted. */
export function createEventBus(onError: (error: unknown, bell: DomainEvent) => void): EventBus {
  const listeners = new Map<DomainEvent, Set<Listener<never>>>();
  return {
    on(bell, listener) {
      const set = listeners.get(bell) ?? new Set();
      listeners.set(bell, set.add(listener as Listener<never>));
      return () => set.delete(listener as Listener<never>);
    },
    emit(bell, event) {
      for (const listener of listeners.get(bell) ?? []) {
        try {
          (listener as Listener<typeof bell>)(event);
        } catch (error) {
          onError(error, bell);
        }
      }
    },
  };
}
