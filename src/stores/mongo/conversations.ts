import type { Conversation, ConversationStore } from '../../insights/store';
import { fromStored, toStored } from './free-form';
import { isDuplicate, type Mongo } from './open';

export function createMongoConversationStore({ models }: Pick<Mongo, 'models'>): ConversationStore {
  const { conversations } = models;
  return {
    async upsert(conversation) {
      const { firstMessageAt, lastMessageAt, ...rest } = toStored(conversation);
      const { organizationId, sessionId, messageCount } = rest;
      try {
        await conversations.replaceOne(
          { organizationId, sessionId, messageCount: { $lte: messageCount } },
          {
            ...rest,
            ...(firstMessageAt && { firstMessageAt: new Date(firstMessageAt) }),
            ...(lastMessageAt && { lastMessageAt: new Date(lastMessageAt) }),
          },
          { upsert: true },
        );
      } catch (error) {
        // There is one that counts more messages, or it was written at the same moment; this one came late.
        if (!isDuplicate(error)) throw error;
      }
    },

    async get(organizationId, sessionId) {
      const found = await conversations.findOne({ organizationId, sessionId }, { _id: 0 }).lean();
      if (!found) return undefined;
      const { firstMessageAt, lastMessageAt, metadata, ...rest } = found;
      const conversation: Conversation = { ...rest, metadata: fromStored(metadata) };
      if (firstMessageAt) conversation.firstMessageAt = firstMessageAt.toISOString();
      if (lastMessageAt) conversation.lastMessageAt = lastMessageAt.toISOString();
      return conversation;
    },

    async messageCounts(organizationId, sessionIds) {
      const found = await conversations
        .find(
          { organizationId, sessionId: { $in: [...sessionIds] } },
          { _id: 0, sessionId: 1, messageCount: 1 },
        )
        .lean();
      return new Map(found.map(({ sessionId, messageCount }) => [sessionId, messageCount]));
    },

    async remove(organizationId, sessionIds) {
      const result = await conversations.deleteMany({ organizationId, sessionId: { $in: [...sessionIds] } });
      return result.deletedCount;
    },
  };
}
