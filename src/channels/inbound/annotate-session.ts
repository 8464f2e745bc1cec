// What happened elsewhere, as a line of the log.
import type { Actor, Sessions } from '../../sessions/commands';
import type { KnownChannel } from '../store';

type Line = Pick<Parameters<Sessions['annotate']>[0], 'action' | 'data' | 'channelMessageId'> & {
  /** Who did it; unset: the customer. */
  by?: Actor;
};

/** Into the customer's newest session, also a closed one; without any there is nothing to note. */
export async function annotate(
  { sessions }: { sessions: Pick<Sessions, 'current' | 'annotate'> },
  { organizationId, id: channelId }: KnownChannel,
  {
    customerId,
    target,
    data,
    ...line
  }: Line & { customerId: string; target?: { sessionId: string; seq: number } },
): Promise<void> {
  const session = await sessions.current({ organizationId, customerId, channelId });
  if (!session) return;
  const customer = { kind: 'customer' as const, id: customerId };
  // A number is one of this session, or nothing.
  const seq = target?.sessionId === session.id && { seq: target.seq };
  await sessions.annotate({
    organizationId,
    sessionId: session.id,
    by: customer,
    ...line,
    data: { ...data, ...seq },
  });
}
