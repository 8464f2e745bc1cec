// A rating by the choice that a customer was offered.
import { DomainError } from '../../errors';
import type { Sessions } from '../../sessions/commands';
import type { KnownChannel } from '../store';

/** Only whoever was asked knows the id of the choice, and so the conversation. One that is gone, or empty, is rated by nobody. */
export async function receiveRating(
  { sessions }: { sessions: Pick<Sessions, 'get' | 'rate'> },
  { sessionId, ...rating }: { sessionId: string; score: number; channelMessageId: string; sentAt: string },
  { known, concerns }: { known: KnownChannel; concerns(customerId: string): void },
): Promise<void> {
  const { organizationId } = known;
  try {
    const { customerId, channelId } = await sessions.get(organizationId, sessionId);
    if (channelId !== known.id) return;
    concerns(customerId);
    await sessions.rate({ organizationId, sessionId, customerId, ...rating });
  } catch (error) {
    const isOver = error instanceof DomainError && ['not_found', 'conflict'].includes(error.code);
    if (!isOver) throw error;
  }
}
