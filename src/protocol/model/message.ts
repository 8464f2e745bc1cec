// One entry of a session's log.
import { z } from 'zod';
import { handoverPacket, source } from './handover';
import { id, timestamp } from './ids';

export const messageTypes = ['text', 'image', 'audio', 'file', 'system', 'handover', 'note'] as const;
export const senders = ['customer', 'ai', 'agent', 'system'] as const;
export const deliveries = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'uncertain'] as const;

/** Longest text of one message, in UTF-16 units. */
export const maxTextLength = 10_000;

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

export type MessageContent = z.infer<typeof messageContent>;
export type MessageMetadata = z.infer<typeof messageMetadata>;
export type Message = z.infer<typeof message>;
export type MessageType = (typeof messageTypes)[number];
export type Sender = (typeof senders)[number];
export type Delivery = (typeof deliveries)[number];
