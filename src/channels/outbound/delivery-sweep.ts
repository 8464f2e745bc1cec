// What events did not lead to: messages without a row, states that the log was not told, senders that did not come back.
import type { Message } from '../../protocol/model/message';
import type { Sessions } from '../../sessions/commands';
import type { MessageLog, Undelivered } from '../../sessions/store';
import { createFailures } from '../../tools/failures';
import type { Deliveries, NewDelivery } from '../store';
import { handOverUndelivered, type UndeliveredDeps } from './hand-over-undelivered';

interface DeliverySweepDeps extends UndeliveredDeps {
  deliveries: Deliveries;
  sessions: Pick<Sessions, 'delivered'>;
  messages: Pick<MessageLog, 'undelivered' | 'read'>;
  /** Which channel sends it, where that is not the session's own. */
  senderOf(message: Message): string | undefined;
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
    await attempt(() => handOverUndelivered(deps, { limit: page }));
    rethrow();
  };
}

/** The rows know more than the log, or nothing yet. */
async function catchUp(
  deps: DeliverySweepDeps,
  found: readonly Undelivered[],
  attempt: (work: () => Promise<unknown>) => Promise<boolean>,
): Promise<void> {
  const { deliveries, sessions, enqueue } = deps;
  const states = await deliveries.statesOf(found);
  const missing: NewDelivery[] = [];
  for (const one of found)
    if (!states.has(`${one.sessionId} ${one.seq}`)) missing.push(await withSender(deps, one));
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

/** Only a line of the log may go by another channel than its session's. */
async function withSender(
  { messages, senderOf }: DeliverySweepDeps,
  { timestamp: _, ...one }: Undelivered,
): Promise<NewDelivery> {
  if (one.sender !== 'system') return one;
  const { organizationId, sessionId, seq } = one;
  const [message] = await messages.read({ organizationId, sessionId }, { after: seq - 1, limit: 1 });
  return { ...one, channelId: (message?.seq === seq ? senderOf(message) : undefined) ?? one.channelId };
}
