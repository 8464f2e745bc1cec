// A session, as its row and its clients have it.
import { z } from 'zod';
import { channelType } from './channel';
import { sentiments } from './handover';
import { id, timestamp } from './ids';
import { messageTypes, senders } from './message';
import { sla } from './sla';
import { said } from './text-types';
import { companyRef, type Tier } from './tier';

export const sessionStatuses = ['active', 'waiting', 'with_agent', 'closed'] as const;
export const priorities = ['low', 'normal', 'high', 'urgent'] as const;

export const sessionStatus = z
  .enum(sessionStatuses)
  .describe("Who has it: the AI ('active'), the queue, an agent, nobody any more.");
export const priority = z.enum(priorities).describe('Higher ones leave the queue first.');

export const lastMessage = z
  .object({
    seq: z.int().describe('Its number.'),
    type: z.enum(messageTypes).describe('What it is.'),
    sender: z.enum(senders).describe('Who wrote it.'),
    senderName: said().optional().describe('What the customer is shown.'),
    text: said().describe('At most 200 characters of it.'),
    timestamp: timestamp.describe('When it was written.'),
  })
  .describe('The last message that people read.');

export const session = z.object({
  id,
  organizationId: id.describe('Whose it is.'),
  customerId: id.describe('Who asked.'),
  customerName: said().optional().describe('What the customer is called.'),
  company: companyRef.optional(),
  customerAttributes: z
    .record(said(), z.union([said(), z.number(), z.boolean()]))
    .optional()
    .describe('What is known of the customer, texts of at most 100 characters. Only the team sees it.'),
  customerBlocked: z
    .boolean()
    .optional()
    .describe(
      'Whether the customer is blocked. Only the team sees it, in `GET sessions` and where one is read.',
    ),
  channelId: id.describe('Where it came in.'),
  channelType,
  agentId: id.optional().describe('Who holds it, or held it last.'),
  agentName: said().optional().describe('What that agent is called.'),
  agentPictureUrl: said()
    .optional()
    .describe("Path of that agent's picture, if they have one. In what customers are told."),
  teamId: id
    .optional()
    .describe(
      'The team that it belongs to. The customer sees it only while the session waits, for the hours of that team.',
    ),
  status: sessionStatus,
  headSeq: z.int().nonnegative().describe('Number of its last message.'),
  lastMessage: lastMessage.optional(),
  lastMessageAt: timestamp.describe('When something was last written into it.'),
  unread: z
    .int()
    .nonnegative()
    .describe(
      "Messages that the viewer has not read: the customer's for the team, the team's for the customer.",
    ),
  queuePosition: z.int().positive().optional().describe('1 = next. Only while waiting.'),
  queuedAt: timestamp.optional().describe('Since when it waits in the queue. Only while waiting.'),
  needsReplySince: timestamp
    .optional()
    .describe(
      'Time of the first customer message that nobody has answered, whoever holds the session; not while it is put away. Only the team sees it.',
    ),
  snoozed: z
    .object({
      until: timestamp.optional().describe('When it comes back; absent: when the customer writes.'),
    })
    .optional()
    .describe(
      'Its agent has put it away. It comes back at its time, and at once when the customer writes. Only the team sees it.',
    ),
  customerGoneSince: timestamp
    .optional()
    .describe(
      'Since when no page of the customer is connected. Only while waiting on a web channel, and only the team sees it.',
    ),
  subject: said().optional().describe('What it is about.'),
  labels: z.array(said()).describe('Set by the team.'),
  priority,
  language: said()
    .optional()
    .describe("The customer's language, as in BCP 47; known since a handover. Only the team sees it."),
  sentiment: z
    .enum(sentiments)
    .optional()
    .describe("The customer's mood as it was last heard; known since a handover. Only the team sees it."),
  sla: sla.optional(),
  mergedInto: id
    .optional()
    .describe(
      'The conversation of the same customer into which it was merged: it is closed, and what is written to it arrives there.',
    ),
  startedAt: timestamp.describe('When it began.'),
  endedAt: timestamp.optional().describe('When it was closed.'),
  metadata: z.record(said(), z.unknown()).describe('More that is known, such as the rating.'),
  highlight: z
    .object({
      seq: z.int().positive().optional().describe('The message; absent: customer, subject or label.'),
      text: said().describe('The part of it that was found, some 160 characters.'),
      marks: z
        .array(z.array(z.int()).length(2))
        .describe('Where the hits are in the text: from, to (exclusive), in UTF-16 units.'),
      fileName: said()
        .optional()
        .describe('Of the file of the message in which the words stand; absent: they are its own.'),
      byMeaning: z
        .literal(true)
        .optional()
        .describe('None of its rows has all of the words: what was wanted in it is near in meaning.'),
    })
    .optional()
    .describe('Where the words were found. Only in answers to `q`.'),
});

export type SessionStatus = (typeof sessionStatuses)[number];
export type Priority = (typeof priorities)[number];

/** With what priority a conversation begins, by the tier of its company. */
export const priorityOfTier: Record<Tier, Priority> = { standard: 'normal', priority: 'high', vip: 'urgent' };

export type LastMessage = z.infer<typeof lastMessage>;
export type Session = z.infer<typeof session>;
