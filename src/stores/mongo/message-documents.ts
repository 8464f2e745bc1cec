// Between a message and its document.
import type { Message } from '../../protocol/model/message';
import type { Append } from '../../sessions/store';
import { indexKey } from '../storable';
import { fromStored, toStored } from './free-form';
import type { MessageDocument } from './schemas';

/** A message on its way into the log, all but its number. */
export interface Draft {
  /** Its place in the group. */
  index: number;
  expectSeq: number | undefined;
  document: Omit<MessageDocument, 'seq'>;
}

export function draftOf({ session, message, expectSeq }: Append, index: number): Draft {
  const { clientMessageId, channelMessageId } = message.metadata;
  const document: Draft['document'] = {
    ...toStored(message),
    timestamp: new Date(message.timestamp),
    sessionId: session.id,
    organizationId: session.organizationId,
    customerId: session.customerId,
    channelId: session.channelId,
  };
  if (clientMessageId !== undefined) {
    const scope = message.sender === 'customer' ? session.customerId : session.id;
    document.clientKey = `${scope} ${indexKey(clientMessageId)}`;
  }
  if (channelMessageId !== undefined)
    document.channelKey = `${session.channelId} ${indexKey(channelMessageId)}`;
  return { index, expectSeq, document };
}

export function toMessage(document: MessageDocument): Message {
  const { id, sessionId, seq, type, sender, senderId, senderName, agentId, delivery, deliveryError } =
    document;
  return {
    id,
    sessionId,
    seq,
    type,
    sender,
    ...present({ senderId, senderName, agentId, delivery, deliveryError }),
    content: fromStored(document.content),
    metadata: fromStored(document.metadata),
    isRead: document.isRead,
    ...(document.readAt && { readAt: document.readAt.toISOString() }),
    timestamp: document.timestamp.toISOString(),
  };
}

function present<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Partial<T>;
}
