// What events did not lead to: messages without a row, states that the log was not told, senders that did not come back.
import type { Sessions } from '../sessions/commands';
import type { MessageLog, Undelivered } from '../sessions/store';
import { createFailures } from '../tools/failures';
import type { Deliveries, NewDelivery } from './store';
import { tellUndelivered, type TellDeps } from './tell-undelivered';

interface DeliverySweepDeps extends TellDeps {
  deliveries: Deliveries;
  sessions: Pick<Sessions, 'delivered'>;
  messages: Pick<MessageLog, 'undelivered'>;
  enqueue(messages: readonly NewDelivery[]): Promise<void>;
  /** Rings for a session. */
  wake(session: { organizationId: string; sessionId: string }): void;
}

const page = 500;
export const unknownEnd =
  'Nobody knows whether it was sent. Send it again only if the customer does not have it.';

/** What goes wrong with one of them holds neither the others nor the next step. Rejects at the end, when something did. */
export function createDeliverySweep(deps: DeliverySweepDeps): () => Promise<void> {
  const { deliveries, sessions, messages } = deps;
  let cursor: Undelivered | undefined;

  return async () => {
    const { attempt, rethrow } = createFailures();
    await attempt(async () => {
      for (const place of await deliveries.abandon())
        await attempt(() =>
          sessions.delivered({ ...place, delivery: 'uncertain', deliveryError: unknownEnd }),
        );
    });
    await attempt(async () => {
      const found = await messages.undelivered(cursor, page);
      cursor = found.length === page ? found.at(-1) : undefined;
      if (found.length > 0) await catchUp(deps, found, attempt);
    });
    await attempt(async () => {
      for (const session of await deliveries.due(page)) deps.wake(session);
    });
    await attempt(() => tellUndelivered(deps, { limit: page }));
    rethrow();
  };
}

/** The rows know more than the log, or nothing yet. */
async function catchUp(
  { deliveries, sessions, enqueue }: DeliverySweepDeps,
  found: readonly Undelivered[],
  attempt: (work: () => Promise<unknown>) => Promise<boolean>,
): Promise<void> {
  const states = await deliveries.statesOf(found);
  const missing = found.filter(({ sessionId, seq }) => !states.has(`${sessionId} ${seq}`));
  // Together, and where that fails each by itself.
  if (missing.length > 0)
    await enqueue(missing).catch(async () => {
      for (const one of missing) await attempt(() => enqueue([one]));
    });
  for (const { organizationId, sessionId, seq } of found) {
    const state = states.get(`${sessionId} ${seq}`);
    if (!state || state.delivery === 'queued' || state.delivery === 'sending') continue;
    const { delivery, error } = state;
    const deliveryError = error === undefined ? {} : { deliveryError: error };
    await attempt(() => sessions.delivered({ organizationId, sessionId, seq, delivery, ...deliveryError }));
  }
}
