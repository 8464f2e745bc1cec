// What documents must look like: as `doc` in a row of PostgreSQL, and whole in a collection of MongoDB.
import { z } from 'zod';
import { handoverPacket, source } from '../../protocol/model/handover';
import {
  deliveries,
  messageContent,
  messageMetadata,
  messageTypes,
  senders,
} from '../../protocol/model/message';

export const uuid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is no UUID');
export const free = z.record(z.string(), z.unknown());
/** Somebody clicks on it. */
export const webLink = z.string().regex(/^https?:\/\//i, 'is no web address');

/** Without a PUBLIC_URL the help centre's links are paths. */
const sourceLink = z.string().regex(/^(?:https?:\/\/|\/help\/)/i, 'is no web address');

const sources = z.array(source.extend({ url: sourceLink.optional() }));
const moreFile = messageContent.shape.moreFiles.unwrap().element;
const mediaUrl = z
  .string()
  .regex(/^\/files\/[0-9a-f-]{36}$/, 'is no file of ours')
  .optional();
const content = messageContent
  .extend({
    mediaUrl,
    moreFiles: z.array(moreFile.extend({ mediaUrl }).strict()).optional(),
    packet: handoverPacket.extend({ sources }).optional(),
  })
  .strict();
const metadata = messageMetadata.extend({ sources: sources.optional() }).strict();

const messageFields = {
  id: uuid,
  type: z.enum(messageTypes),
  sender: z.enum(senders),
  senderId: z.string().nullish(),
  senderName: z.string().nullish(),
  agentId: uuid.nullish(),
  content,
  metadata,
  delivery: z.enum(deliveries).nullish(),
  deliveryError: z.string().nullish(),
};
const conversationFields = {
  summary: z.string(),
  topics: z.array(z.string()),
  intents: z.array(z.string()),
  sentiment: z.string().optional(),
  satisfactionScore: z.number().optional(),
  aiResolved: z.boolean(),
  resolutionTime: z.number().optional(),
  metadata: free,
};
const auditFields = {
  userId: uuid.optional(),
  action: z.string(),
  resource: z.string(),
  resourceId: z.string().optional(),
  details: free.optional(),
  ipAddress: z.string().optional(),
  userAgent: z.string().optional(),
};
const time = z.iso.datetime();

export const message = z.strictObject({ ...messageFields, timestamp: time });
export const conversation = z.strictObject({
  ...conversationFields,
  firstMessageAt: time.optional(),
  lastMessageAt: time.optional(),
});
export const remembered = z.strictObject({ key: z.string(), value: free });
export const vectorText = z.strictObject({ text: z.string(), metadata: free });
export const auditEntry = z.strictObject(auditFields);

/** A document of MongoDB without its `_id`, which is the database's own. */
const document = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z.strictObject({ organizationId: uuid, ...fields });

/** By collection. */
export const documents: Record<string, z.ZodObject> = {
  messages: document({
    ...messageFields,
    sessionId: uuid,
    seq: z.int().positive(),
    customerId: uuid,
    channelId: uuid,
    timestamp: z.date(),
    isRead: z.boolean(),
    readAt: z.date().nullish(),
    clientKey: z.string().nullish(),
    channelKey: z.string().nullish(),
    readMark: z.string().nullish(),
  }),
  conversations: document({
    ...conversationFields,
    sessionId: uuid,
    messageCount: z.int().nonnegative(),
    firstMessageAt: z.date().nullish(),
    lastMessageAt: z.date().nullish(),
  }),
  memory: document({
    customerId: uuid,
    type: z.enum(['short_term', 'long_term']),
    key: z.string(),
    value: free,
    importance: z.number(),
    lastAccessed: z.date(),
    createdAt: z.date(),
    expiresAt: z.date().nullish(),
  }),
  vectorEmbeddings: document({
    sourceType: z.enum(['knowledge_base', 'conversation', 'custom']),
    sourceId: uuid,
    text: z.string(),
    embedding: z.array(z.number()),
    metadata: free,
    createdAt: z.date(),
    revision: z.int(),
    batch: uuid,
  }),
  auditLogs: document({ ...auditFields, id: uuid, timestamp: z.date() }),
};
