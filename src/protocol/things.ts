// What crosses a wire, and what the log holds: one definition for server and browsers.
import { z } from 'zod';

/** In lower case, so that one thing has one spelling. */
export const id = z.uuid().toLowerCase();
export const timestamp = z.iso.datetime();

export const messageTypes = ['text', 'image', 'audio', 'file', 'system', 'handover', 'note'] as const;
export const senders = ['customer', 'ai', 'agent', 'system'] as const;
export const sessionStatuses = ['active', 'waiting', 'with_agent', 'closed'] as const;
export const channelTypes = ['web', 'whatsapp', 'email'] as const;
export const deliveries = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'uncertain'] as const;
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;
export const handoverTriggers = [
  'requested',
  'low_confidence',
  'sentiment',
  'rule',
  'turn_cap',
  'failure',
] as const;
export const presences = ['online', 'away', 'offline'] as const;
export const sentiments = ['positive', 'neutral', 'negative'] as const;

/** Longest text of one message, in UTF-16 units. */
export const maxTextLength = 10_000;

export const source = z.object({
  articleId: z.string(),
  chunkId: z.string(),
  title: z.string(),
  excerpt: z.string(),
  score: z.number(),
  url: z.string().optional(),
});

export const handoverPacket = z.object({
  trigger: z.enum(handoverTriggers),
  reason: z.string(),
  summary: z.string(),
  intent: z.string().optional(),
  stepsTried: z.array(z.string()),
  facts: z.record(z.string(), z.string()),
  sentiment: z.enum(sentiments),
  language: z.string(),
  sources: z.array(source),
  suggestedReply: z.string().optional(),
  suggestedSpecialty: z.string().optional(),
});

export const messageContent = z.object({
  text: z.string().optional(),
  mediaUrl: z.string().optional(),
  mediaType: z.string().optional(),
  fileName: z.string().optional(),
  size: z.number().optional(),
  /** What happened, for type 'system': see `systemActions` in sessions/session.ts. */
  systemAction: z.string().optional(),
  /** The details of a systemAction: agentName, reason, labels, priority, score, comment. */
  data: z.record(z.string(), z.unknown()).optional(),
  packet: handoverPacket.optional(),
});

export const messageMetadata = z.object({
  channelMessageId: z.string().optional(),
  clientMessageId: z.string().optional(),
  /** Ties a finished AI answer to its `message:stream` deltas. */
  draftId: z.string().optional(),
  sentiment: z.string().optional(),
  entities: z.array(z.unknown()).optional(),
  intentDetected: z.string().optional(),
  aiConfidence: z.number().optional(),
  /** Milliseconds from the question to the answer. */
  processingTime: z.number().optional(),
  sources: z.array(source).optional(),
  /** The customer's word on an AI answer. */
  helpful: z.boolean().optional(),
});

export const message = z.object({
  id,
  sessionId: id,
  seq: z.int().positive(),
  type: z.enum(messageTypes),
  sender: z.enum(senders),
  senderId: z.string().optional(),
  senderName: z.string().optional(),
  /** The agent that this message assigns (handover, claimed, transferred, reopened). */
  agentId: id.optional(),
  content: messageContent,
  metadata: messageMetadata,
  delivery: z.enum(deliveries).optional(),
  deliveryError: z.string().optional(),
  isRead: z.boolean(),
  readAt: timestamp.optional(),
  timestamp,
});

export const lastMessage = z.object({
  seq: z.int(),
  type: z.enum(messageTypes),
  sender: z.enum(senders),
  senderName: z.string().optional(),
  /** At most 200 characters. */
  text: z.string(),
  timestamp,
});

export const session = z.object({
  id,
  organizationId: id,
  customerId: id,
  customerName: z.string().optional(),
  channelId: id,
  channelType: z.enum(channelTypes),
  agentId: id.optional(),
  agentName: z.string().optional(),
  status: z.enum(sessionStatuses),
  headSeq: z.int().nonnegative(),
  lastMessage: lastMessage.optional(),
  lastMessageAt: timestamp,
  /** Messages that the viewer has not read: the customer's for the team, the team's for the customer. */
  unread: z.int().nonnegative(),
  /** 1 = next. Only while waiting. */
  queuePosition: z.int().positive().optional(),
  /** Since when the session waits in the queue. Only while waiting. */
  queuedAt: timestamp.optional(),
  subject: z.string().optional(),
  labels: z.array(z.string()),
  priority: z.enum(priorities),
  startedAt: timestamp,
  endedAt: timestamp.optional(),
  metadata: z.record(z.string(), z.unknown()),
});

export const channel = z.object({
  id,
  name: z.string(),
  type: z.enum(channelTypes),
  /** Public: for the web snippet and URLs. */
  key: z.string(),
  isActive: z.boolean(),
  /** Secrets are masked. */
  config: z.record(z.string(), z.unknown()),
  health: z.object({ ok: z.boolean(), lastError: z.string().optional(), lastEventAt: timestamp.optional() }),
});

export type Source = z.infer<typeof source>;
export type HandoverPacket = z.infer<typeof handoverPacket>;
export type MessageContent = z.infer<typeof messageContent>;
export type MessageMetadata = z.infer<typeof messageMetadata>;
export type Message = z.infer<typeof message>;
export type MessageType = (typeof messageTypes)[number];
export type Sender = (typeof senders)[number];
export type SessionStatus = (typeof sessionStatuses)[number];
export type ChannelType = (typeof channelTypes)[number];
export type Delivery = (typeof deliveries)[number];
export type Priority = (typeof priorities)[number];
export type Presence = (typeof presences)[number];
export type LastMessage = z.infer<typeof lastMessage>;
export type Session = z.infer<typeof session>;
export type Channel = z.infer<typeof channel>;
