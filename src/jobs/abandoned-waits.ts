// Customers who left while they wait: whoever has no page open is marked, and after a time those who are there come first.
import type { SessionState } from '../sessions/session';
import type { Projection, WaitingCustomer } from '../sessions/store';

export interface AbandonedWaitsDeps {
  projection: Pick<Projection, 'waitingOn' | 'markGone'>;
  /** Types of channels on which customers are seen to come and go. */
  channelTypes: readonly string[];
  /** Of these customers, who has a page open, on any node. Rejects when that cannot be known: then nobody has gone. */
  connected(customerIds: readonly string[]): Promise<Set<string>>;
  /** The mark of a session changed. */
  marked(session: SessionState): void;
  /** Places in this queue changed. */
  moved(organizationId: string): void;
}

const lookAt = 10_000;

export function createAbandonedWaits(deps: AbandonedWaitsDeps): () => Promise<void> {
  /** By session: as far as this node has seen. */
  let passedOver = new Set<string>();

  function movedSince(waiting: readonly WaitingCustomer[], now: ReadonlySet<string>): Set<string> {
    const moved = waiting.filter(({ sessionId }) => now.has(sessionId) !== passedOver.has(sessionId));
    return new Set(moved.map(({ organizationId }) => organizationId));
  }

  return async function markGone() {
    const waiting = await deps.projection.waitingOn(deps.channelTypes, lookAt);
    if (waiting.length === 0) return;
    const here = await deps.connected(waiting.map(({ customerId }) => customerId));
    const which = waiting
      .map(({ sessionId, customerId, gone }) => ({ sessionId, gone: !here.has(customerId), before: gone }))
      .filter(({ gone, before }) => gone !== before);
    for (const session of await deps.projection.markGone(which)) deps.marked(session);
    const now = new Set(
      waiting
        .filter((each) => each.passedOver && !here.has(each.customerId))
        .map(({ sessionId }) => sessionId),
    );
    const moved = movedSince(waiting, now);
    passedOver = now;
    moved.forEach(deps.moved);
  };
}
