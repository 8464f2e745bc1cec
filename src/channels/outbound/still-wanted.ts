// Whether what waited to be sent may still go: the conversation went on meanwhile.
import type { Message } from '../../protocol/model/message';
import type { SessionState } from '../../sessions/session';
import type { MessageLog } from '../../sessions/store';
import type { PendingDelivery } from '../store';

/** What is older waited for something, whatever that was. */
const freshMs = 10_000;
const page = 500;
export const gone = 'The message is no longer there.';

interface Waiting {
  row: Pick<PendingDelivery, 'organizationId' | 'sessionId' | 'seq' | 'sender' | 'createdAt'>;
  session: SessionState;
  message: Message;
}

/** For the agent, in plain words; undefined where it may go. */
export async function whyNotNow(
  deps: { messages: Pick<MessageLog, 'read'> },
  { row, session, message }: Waiting,
): Promise<string | undefined> {
  if (message.content.data?.['redacted'] === true) return gone;
  if (message.metadata.asks === 'rating' && session.status !== 'closed') return 'The conversation goes on.';
  if (message.content.systemAction === 'rating_asked' && session.metadata['rating'] !== undefined)
    return 'The customer has rated it since.';
  if (isRead(session, message)) return 'The customer has read it since.';
  return (await isSuperseded(deps, row, message)) ? 'A person has answered since.' : undefined;
}

/** Whoever came back before the mail went needs none. */
function isRead({ readings }: SessionState, { content: { systemAction, data } }: Message): boolean {
  return systemAction === 'mailed' && readings.customer.readUpTo >= Number(data?.['upTo']);
}

/** What was said before a person came, and could not be sent while the channel was down, is not sent once they have written. */
async function isSuperseded(
  { messages }: { messages: Pick<MessageLog, 'read'> },
  row: Waiting['row'],
  message: Message,
): Promise<boolean> {
  const isOfTheTeam = row.sender === 'agent' || (row.sender === 'system' && message.type !== 'handover');
  if (isOfTheTeam || Date.now() - Date.parse(row.createdAt) < freshMs) return false;
  const ref = { organizationId: row.organizationId, sessionId: row.sessionId };
  const since = await messages.read(ref, { after: row.seq, limit: page });
  return since.some(({ sender, type }) => sender === 'agent' && type !== 'note');
}
