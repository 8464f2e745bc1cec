// Where a reader of a conversation looks first: what nobody has read, and what nobody has answered.
import type { Message } from '../../protocol/model/message';

const isTheirs = ({ sender, type }: Message) => sender === 'customer' && type !== 'system';

/**
 * Number of the first of the customer's words that nobody has read. `null` where all of them are new: nothing to tell
 * them from; undefined where there are none.
 */
export function firstUnread(messages: readonly Message[]): number | null | undefined {
  const theirs = messages.filter(isTheirs);
  const at = theirs.findIndex(({ isRead }) => !isRead);
  return at === 0 ? null : theirs[at]?.seq;
}

/** Number of the first of the customer's words that nobody has answered. @param since `needsReplySince` of the session */
export function firstUnanswered(messages: readonly Message[], since: string | undefined): number | undefined {
  if (since === undefined) return undefined;
  return messages.find((one) => isTheirs(one) && Date.parse(one.timestamp) >= Date.parse(since))?.seq;
}
