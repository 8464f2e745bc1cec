// Conversations that were given to an agent who does not open them: a warning at half time, then back to the queue.
import { LRUCache } from 'lru-cache';
import type { SessionState } from '../sessions/session';
import type { Projection } from '../sessions/store';
import { createFailures } from './failures';

export interface UnopenedDeps {
  projection: Pick<Projection, 'unopened'>;
  /** How long an agent of this organization may take; 0: as long as they like. */
  openWithinMs(organizationId: string): Promise<number>;
  warn(session: SessionState, returnsAt: string): void;
  /** Back to the queue, for anybody but its agent. */
  giveBack(session: SessionState): Promise<unknown>;
  now(): number;
}

const lookAt = 500;
/** Nothing is said of what was given so short a time ago. */
const leastMs = 5_000;

export function createUnopened(deps: UnopenedDeps): () => Promise<void> {
  const warned = new LRUCache<string, string>({ max: 10_000 });

  async function look(session: SessionState, since: Date): Promise<void> {
    const within = await deps.openWithinMs(session.organizationId);
    const waited = deps.now() - since.getTime();
    if (within === 0 || waited < within / 2) return;
    if (waited >= within) return void (await deps.giveBack(session));
    const given = since.toISOString();
    if (warned.get(session.id) === given) return;
    warned.set(session.id, given);
    deps.warn(session, new Date(since.getTime() + within).toISOString());
  }

  return async function returnUnopened() {
    const failures = createFailures();
    for (const { session, since } of await deps.projection.unopened(leastMs, lookAt))
      await failures.attempt(() => look(session, since));
    failures.rethrow();
  };
}
