// What the organization wrote to a customer elsewhere than here: in the WhatsApp app, say.
import { Blocked } from '../../sessions/refusals';
import { contentOf } from './content-of';
import {
  askForFile,
  customerOf,
  metadataOf,
  placeOf,
  seenBefore,
  type Context,
  type Inbound,
  type Place,
  type ReceiverDeps,
} from './receiving';
import { messageNamed } from './find-session';

/** What the organization wrote elsewhere is the team's, and is not sent again. */
export async function receiveEcho(deps: ReceiverDeps, event: Inbound, context: Context): Promise<void> {
  const { known } = context;
  const { organizationId, id: channelId } = known;
  const first = await deps.messages.findByChannelMessageId(organizationId, channelId, event.providerId);
  if (first) return seenBefore(deps, first, { event, context });
  // What we sent through the API ourselves comes back, too.
  const ours = await deps.deliveries.find(channelId, event.providerId);
  if (ours) return context.concerns(ours.customerId);
  const customer = await customerOf(deps, event, context);
  if (!customer) return;
  const customerId = customer.id;
  const session = await sessionOfEcho(deps, placeOf(known, customerId));
  const replyTo = await messageNamed(deps, known, event.replyTo);
  const { message: said } = await deps.sessions.reply({
    organizationId,
    sessionId: session.id,
    by: { kind: 'agent', name: 'The team' },
    type: event.content.type,
    content: contentOf(event.content),
    metadata: {
      ...metadataOf(event, context),
      ...(replyTo?.sessionId === session.id && { replyTo: replyTo.seq }),
    },
    channelMessageId: event.providerId,
    delivery: 'sent',
    evenClosed: session.is === 'kept',
  });
  if (session.is === 'of_blocked')
    await deps.sessions.close({
      organizationId,
      sessionId: session.id,
      by: { kind: 'system', name: 'Parley' },
      reason: 'the customer is blocked',
    });
  await askForFile(deps, known, { message: said, media: event.content.media, customerId });
}

/**
 * What the team says to somebody who is blocked stands where they wrote last. Who has no conversation yet gets one for it,
 * which ends with it: in an open one their next word would be heard. The sweep closes what a crash left open.
 */
async function sessionOfEcho(
  { openSession, sessions }: ReceiverDeps,
  place: Place,
): Promise<{ id: string; is: 'open' | 'kept' | 'of_blocked' }> {
  try {
    return { id: (await openSession(place)).id, is: 'open' };
  } catch (error) {
    if (!(error instanceof Blocked)) throw error;
    const last = await sessions.current(place);
    if (last) return { id: last.id, is: 'kept' };
    return { id: (await openSession({ ...place, evenBlocked: true })).id, is: 'of_blocked' };
  }
}
