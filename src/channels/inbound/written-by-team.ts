// Somebody of the team answers from their own mail program, in a conversation of a customer: their words are the team's where
// their domain vouches for the mail, and never the customer's.
import type { Sessions } from '../../sessions/commands';
import { mailThreadOf } from '../../sessions/mail-thread';
import type { SessionState } from '../../sessions/session';
import type { Message, MessageMetadata } from '../../protocol/model/message';
import type { ChannelEvent } from '../channel';
import { contentOf, wordsAlone } from './content-of';

export interface TeamDeps {
  sessions: Pick<Sessions, 'reply'>;
  /** Who of the organization signs in with this address; undefined: nobody. */
  memberOf(organizationId: string, address: string): Promise<{ name: string } | undefined>;
}

type Inbound = Extract<ChannelEvent, { kind: 'message' }>;

export type Author =
  | { is: 'customer' }
  | { is: 'team'; name: string }
  /** The address is one of the team; whether it is theirs nobody knows. */
  | { is: 'nobody_sure' };

/** Who began the conversation is its customer, also where they work here. */
export async function authorOf(
  { memberOf }: TeamDeps,
  session: SessionState,
  { thread, person }: Inbound,
): Promise<Author> {
  const from = thread?.from;
  if (from === undefined || mailThreadOf(session.metadata)?.participants[0] === from)
    return { is: 'customer' };
  const member = await memberOf(session.organizationId, from);
  if (!member) return { is: 'customer' };
  return person.isUnproved ? { is: 'nobody_sure' } : { is: 'team', ...member };
}

export const needsPersonSince =
  'The address is one of your team, and its domain does not vouch for the mail.';

/** What went to the customer, too, is an answer; what came here only is a note. @returns undefined for a file of a note */
export async function saidByTeam(
  { sessions }: TeamDeps,
  session: SessionState,
  {
    event: { content, thread, providerId },
    name,
    metadata,
  }: { event: Inbound; name: string; metadata: Partial<MessageMetadata> },
): Promise<Message | undefined> {
  const { last, participants = [] } = mailThreadOf(session.metadata) ?? {};
  const customer = [last?.replyTo, participants[0]];
  const isAnswer = session.status !== 'closed' && (thread?.to ?? []).some((one) => customer.includes(one));
  if (!isAnswer && !content.mail) return undefined;
  const { organizationId, id: sessionId } = session;
  const { message } = await sessions.reply({
    organizationId,
    sessionId,
    by: { kind: 'agent', name },
    type: isAnswer ? content.type : 'note',
    content: contentOf(isAnswer ? content : wordsAlone(content)),
    metadata,
    channelMessageId: providerId,
    ...(isAnswer && { delivery: 'sent' as const }),
  });
  return isAnswer ? message : undefined;
}
