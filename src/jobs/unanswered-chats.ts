// Conversations that were given to an agent who does not open or answer them: a warning at half time, then back to the queue.
import { LRUCache } from 'lru-cache';
import type { SessionState } from '../sessions/session';
import type { Projection, UnansweredChat } from '../sessions/store';
import { createFailures } from '../tools/failures';

export interface UnansweredDeps {
  projection: Pick<Projection, 'unanswered'>;
  /** Whether its agent writes at this moment. */
  isAnswering(session: SessionState): Promise<boolean>;
  warn(session: SessionState, returnsAt: string): void;
  /** Back to the queue, for anybody but its agent. */
  giveBack(chat: UnansweredChat): Promise<unknown>;
}

const lookAt = 500;

export function createUnanswered(deps: UnansweredDeps): () => Promise<void> {
  const warned = new LRUCache<string, number>({ max: 10_000 });

  async function look(chat: UnansweredChat): Promise<void> {
    const { session, returnsAt, due, opened } = chat;
    if (due) {
      if (!opened || !(await deps.isAnswering(session))) await deps.giveBack(chat);
      return;
    }
    // Another time: it was given again, or opened since.
    if (warned.get(session.id) === returnsAt.getTime()) return;
    warned.set(session.id, returnsAt.getTime());
    deps.warn(session, returnsAt.toISOString());
  }

  return async function returnUnanswered() {
    const failures = createFailures();
    for (const chat of await deps.projection.unanswered(lookAt)) await failures.attempt(() => look(chat));
    failures.rethrow();
  };
}
