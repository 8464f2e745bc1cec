// Which messages take an emoji: the server refuses others, the console offers it nowhere else.
import type { ChannelType } from './model/channel';
import type { Message } from './model/message';

/** What the widget and the console offer. */
export const offeredReactions = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** Somebody said it to the customer, or the customer did: it is no note, and nothing that happened. */
export const isSpoken = ({ type }: Pick<Message, 'type'>): boolean =>
  type !== 'system' && type !== 'handover' && type !== 'note';

/** Whether the team may react to it: on the web to all that was said, elsewhere to what the customer wrote and the provider has. */
export function takesReaction(message: Message, channelType: ChannelType): boolean {
  const { sender, metadata } = message;
  if (!isSpoken(message)) return false;
  return channelType === 'web' || (sender === 'customer' && metadata.channelMessageId !== undefined);
}
