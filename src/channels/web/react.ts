// A customer's emoji at what was said to them: a line of the log. It asks for nothing, so nobody is woken or waited for.
import { DomainError, notFound } from '../../errors';
import type { Visitor } from '../../identity/principal';
import type { Message } from '../../protocol/model/message';
import { isSpoken } from '../../protocol/reactions';
import { say } from '../../protocol/server-texts/said';
import type { Sessions } from '../../sessions/commands';
import { forCustomer } from '../../sessions/visibility';
import type { OwnSessions } from './own-sessions';

export interface ReactDeps {
  sessions: Pick<Sessions, 'messages' | 'annotate'>;
  /** A message as it leaves the server. */
  withLinks(organizationId: string, message: Message): Message;
}

export interface Reaction {
  clientMessageId: string;
  /** Of the message that it is at. */
  seq: number;
  /** Unset: the one that is there is taken back. */
  emoji?: string | undefined;
  sessionId?: string | undefined;
}

/** @throws `not_found` also for what the customer does not see; `conflict` for what takes none, or a clientMessageId of something else */
export function createReact({ sessions, withLinks, own }: ReactDeps & { own: Pick<OwnSessions, 'reach'> }) {
  return async (visitor: Visitor, { clientMessageId, seq, emoji, ...which }: Reaction): Promise<Message> => {
    const { organizationId } = visitor;
    const { state, person } = await own.reach(visitor, which.sessionId);
    const [target] = await sessions.messages(organizationId, state.id, { after: seq - 1, limit: 1 });
    if (target?.seq !== seq || !isThere(target)) throw notFound('message');
    if (target.sender === 'customer' || !isSpoken(target))
      throw new DomainError('conflict', say('reaction_not_here'));
    const { id } = person.customer;
    const { message } = await sessions.annotate({
      organizationId,
      sessionId: state.id,
      by: { kind: 'customer', id },
      action: 'reacted',
      data: { seq, ...(emoji !== undefined && { emoji }) },
      clientMessageId,
    });
    const shown = forCustomer(message);
    // The name of what somebody else wrote there.
    if (message.content.systemAction !== 'reacted' || message.senderId !== id || !shown)
      throw new DomainError('conflict', 'This clientMessageId is taken.');
    return withLinks(organizationId, shown);
  };
}

/** Its words are shown to the customer, and have not been erased. */
const isThere = (message: Message): boolean =>
  forCustomer(message) !== null && message.content.data?.['redacted'] !== true;
