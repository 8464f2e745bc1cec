// How far a message of ours has come, as its provider says.
import type { Delivery } from '../../protocol/model/message';
import type { Sessions } from '../../sessions/commands';
import type { ChannelEvent } from '../channel';
import type { Deliveries, KnownChannel } from '../store';

export interface StateDeps {
  sessions: Pick<Sessions, 'delivered' | 'markRead'>;
  deliveries: Pick<Deliveries, 'advance' | 'find'>;
  /** A state said that the channel itself does not work. */
  channelFailed(channelId: string, reason: string): void;
  /** It may be the channel's last test message. */
  testAdvanced(
    channelId: string,
    state: { providerId: string; delivery: Delivery; error?: string },
  ): Promise<void>;
  /** Hands a session over whose customer an answer of the AI did not reach. */
  handOverUndelivered(sessionId: string): Promise<void>;
}

export async function receiveState(
  deps: StateDeps,
  { target, at, channelFails, ...said }: Extract<ChannelEvent, { kind: 'state' }>,
  { known, concerns }: { known: KnownChannel; concerns(customerId: string): void },
): Promise<void> {
  const moved = await deps.deliveries.advance(known.id, { providerId: target, ...said });
  const found = moved ?? (await deps.deliveries.find(known.id, target));
  if (found) concerns(found.customerId);
  else
    await deps.testAdvanced(known.id, {
      providerId: target,
      delivery: said.delivery,
      ...(said.error !== undefined && { error: said.error }),
    });
  if (!moved) return;
  const { customerId: _, ...place } = moved;
  const { delivery, error } = said;
  const change = { ...place, delivery, ...(error !== undefined && { deliveryError: error }) };
  const isNews = await deps.sessions.delivered(change);
  if (delivery === 'read') {
    const { seq, ...session } = place;
    await deps.sessions.markRead({ ...session, upTo: seq, reader: 'customer' });
  }
  if (delivery !== 'failed') return;
  // An old event that is run again says nothing of today: it moves no message.
  if (isNews && channelFails) deps.channelFailed(known.id, error ?? 'It could not be delivered.');
  await deps.handOverUndelivered(place.sessionId);
}
