// The five collections, with the seed's names; what is marked + is ours. Ids are UUIDs in their text form.
import { Schema } from 'mongoose';
import type { AuditEntry } from '../../audit/store';
import type { MemoryEntry } from '../../customers/memory/memory-store';
import type { Conversation } from '../../insights/store';
import type { Vector } from '../../knowledge/vectors';
import type { Message } from '../../protocol/model/message';

/** Times are dates in the database and ISO 8601 outside. */
type Stored<T, Times extends keyof T> = Omit<T, Times> & { [K in Times]: Date };

export interface MessageDocument extends Omit<Message, 'timestamp' | 'readAt'> {
  organizationId: string;
  customerId: string;
  channelId: string;
  timestamp: Date;
  readAt?: Date;
  clientKey?: string;
  channelKey?: string;
  readMark?: string;
}
export interface ConversationDocument extends Omit<Conversation, 'firstMessageAt' | 'lastMessageAt'> {
  firstMessageAt?: Date;
  lastMessageAt?: Date;
}
export interface MemoryDocument extends Stored<Omit<MemoryEntry, 'expiresAt'>, 'lastAccessed' | 'createdAt'> {
  expiresAt?: Date;
}
export interface VectorDocument extends Stored<Omit<Vector, 'embedding'>, 'createdAt'> {
  embedding: number[];
  revision: number;
  batch: string;
}
export type AuditDocument = Stored<AuditEntry, 'timestamp'>;

const text = { type: String };
const must = { type: String, required: true };
const options = { id: false, versionKey: false, minimize: false, strict: 'throw' } as const;
const list = { type: [String], default: undefined };

export const messageSchema = new Schema<MessageDocument>(
  {
    id: must, // +
    sessionId: must,
    seq: { type: Number, required: true }, // +
    organizationId: must,
    customerId: must,
    channelId: must,
    agentId: text,
    type: must,
    content: Schema.Types.Mixed, // text, mediaUrl, mediaType, systemAction; + fileName, size, data, packet
    metadata: Schema.Types.Mixed, // channelMessageId, sentiment, entities, intentDetected, …; + clientMessageId, sources, …
    sender: must,
    senderId: text, // +
    senderName: text, // +
    delivery: text, // +
    deliveryError: text, // +
    timestamp: { type: Date, required: true },
    isRead: { type: Boolean, required: true },
    readAt: Date,
    clientKey: text, // + customer (of what a customer wrote) or session, and clientMessageId
    channelKey: text, // + channel and channelMessageId
    readMark: text, // + the call of markRead that changed it
  },
  options,
);
// Not the seed's (sessionId, timestamp): seq is the order. Nor organizationId, channelId, agentId: a log is read by session.
messageSchema.index({ sessionId: 1, seq: 1 }, { unique: true });
// One field each, because a unique sparse index over two fields also counts the documents that lack one of them.
messageSchema.index({ clientKey: 1 }, { unique: true, sparse: true });
messageSchema.index({ channelKey: 1 }, { unique: true, sparse: true });
messageSchema.index({ customerId: 1 });
// Only channels that send have it.
messageSchema.index({ delivery: 1 }, { sparse: true });
messageSchema.index({ timestamp: 1 });

export const conversationSchema = new Schema<ConversationDocument>(
  {
    sessionId: must,
    organizationId: must,
    summary: { type: String, default: '' },
    topics: list,
    intents: list,
    sentiment: text,
    satisfactionScore: Number,
    aiResolved: Boolean,
    messageCount: Number,
    firstMessageAt: Date,
    lastMessageAt: Date,
    resolutionTime: Number,
    metadata: Schema.Types.Mixed,
  },
  options,
);
conversationSchema.index({ sessionId: 1 }, { unique: true });
conversationSchema.index({ organizationId: 1 });
conversationSchema.index({ topics: 1 });
conversationSchema.index({ intents: 1 });

export const memorySchema = new Schema<MemoryDocument>(
  {
    customerId: must,
    organizationId: must,
    type: must,
    key: must,
    value: Schema.Types.Mixed,
    importance: Number,
    lastAccessed: Date,
    createdAt: Date,
    expiresAt: Date,
  },
  options,
);
memorySchema.index({ customerId: 1, type: 1, key: 1, organizationId: 1 }, { unique: true });
// No expiry of the database's own: `expire` is a job, so that it works on every server.
memorySchema.index({ expiresAt: 1 });

export const vectorSchema = new Schema<VectorDocument>(
  {
    organizationId: must,
    sourceType: must,
    sourceId: must,
    text: { type: String },
    embedding: { type: [Number], default: undefined },
    metadata: Schema.Types.Mixed,
    createdAt: Date,
    revision: Number, // + of one replacement of the source's vectors
    batch: text, // + tells two replacements of one revision apart
  },
  options,
);
vectorSchema.index({ organizationId: 1, sourceType: 1 });
vectorSchema.index({ sourceId: 1 });
vectorSchema.index({ organizationId: 1, sourceType: 1, createdAt: -1, _id: -1 }); // +

export const auditSchema = new Schema<AuditDocument>(
  {
    id: must, // +
    organizationId: must,
    userId: text,
    action: must,
    resource: must,
    resourceId: text,
    details: Schema.Types.Mixed,
    ipAddress: text,
    userAgent: text,
    timestamp: { type: Date, required: true },
  },
  options,
);
auditSchema.index({ organizationId: 1, timestamp: -1, id: -1 });
auditSchema.index({ organizationId: 1, resourceId: 1, timestamp: -1, id: -1 }); // +
