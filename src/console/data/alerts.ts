// What is worth a quiet word: a session was given to this agent, one waits, a customer of this agent wrote.
import type { NotedCustomer } from '../../protocol/noted-customer';
import type { NewsKind } from '../../protocol/notifications';
import type { Session } from '../../protocol/model/session';
import { customerNameOf } from '../text/visitor-name';

export interface Alert {
  kind: NewsKind;
  /** The conversation, or the note about a customer. */
  sessionId?: string;
  note?: Pick<NotedCustomer, 'id' | 'customerId'>;
  customerName?: string;
  /** Of a note that calls the reader: its number, and who wrote it. */
  seq?: number;
  by?: string;
  /** When it goes back to the queue, unless the agent opens or answers it. */
  returnsAt?: string;
}

/** How old a wait may be and still be news, when the session was not known before. */
const newsMs = 10_000;

/** What a changed row tells. That a session was given to the reader is the server's own notification. */
export function alertOf(
  before: Session | undefined,
  after: Session,
  reader: { agentId: string | undefined; now: number },
): Alert | undefined {
  const about = { sessionId: after.id, customerName: customerNameOf(after) };
  if (after.status === 'waiting') {
    const beganNow = reader.now - Date.parse(after.queuedAt ?? after.startedAt) < newsMs;
    const news = before ? before.status !== 'waiting' : beganNow;
    return news ? { kind: 'waiting', ...about } : undefined;
  }
  const mine =
    after.status === 'with_agent' && reader.agentId !== undefined && after.agentId === reader.agentId;
  return mine && before && after.unread > before.unread ? { kind: 'message', ...about } : undefined;
}
