// A session, as its row and its clients have it.
import { z } from 'zod';
import { channelTypes } from './channel';
import { id, timestamp } from './ids';
import { messageTypes, senders } from './message';

export const sessionStatuses = ['active', 'waiting', 'with_agent', 'closed'] as const;
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;

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
  /** Time of the first customer message that nobody has answered, whoever holds the session. Only the team sees it. */
  needsReplySince: timestamp.optional(),
  /** Since when no page of the customer is connected. Only while waiting on a web channel, and only the team sees it. */
  customerGoneSince: timestamp.optional(),
  subject: z.string().optional(),
  labels: z.array(z.string()),
  priority: z.enum(priorities),
  startedAt: timestamp,
  endedAt: timestamp.optional(),
  metadata: z.record(z.string(), z.unknown()),
});

export type SessionStatus = (typeof sessionStatuses)[number];
export type Priority = (typeof priorities)[number];
export type LastMessage = z.infer<typeof lastMessage>;
export type Session = z.infer<typeof session>;
