import type { Conversation, ConversationStore } from '../../insights/store';
import { fromStored, toStored } from './free-form';
import { isDuplicate, type Mongo } from './open';
import type { ConversationDocument } from './schemas';

export function createMongoConversationStore({ models }: Pick<Mongo, 'models'>): ConversationStore {
  const { conversations } = models;

  async function read(organizationId: string, sessionIds: readonly string[]): Promise<Conversation[]> {
    const asked = { organizationId, sessionId: { $in: [...sessionIds] } };
    return (await conversations.find(asked, { _id: 0 }).lean()).map(toConversation);
  }
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

    get: async (organizationId, sessionId) => (await read(organizationId, [sessionId]))[0],

    read,

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

function toConversation({
  firstMessageAt,
  lastMessageAt,
  metadata,
  ...rest
}: ConversationDocument): Conversation {
  return {
    ...rest,
    metadata: fromStored(metadata),
    ...(firstMessageAt && { firstMessageAt: firstMessageAt.toISOString() }),
    ...(lastMessageAt && { lastMessageAt: lastMessageAt.toISOString() }),
  };
}
