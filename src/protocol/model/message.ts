// One entry of a session's log.
import { z } from 'zod';
import { handoverPacket, sentiments, source } from './handover';
import { id, timestamp } from './ids';
import { mailHead } from './mail';
import { said } from './text-types';

export const messageTypes = ['text', 'image', 'audio', 'file', 'system', 'handover', 'note'] as const;
export const senders = ['customer', 'ai', 'agent', 'system'] as const;
export const deliveries = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'uncertain'] as const;

/** Longest text of one message, in UTF-16 units. */
export const maxTextLength = 10_000;

const fileFields = {
  mediaUrl: said().optional().describe('A signed link to the file, below /files; it runs out.'),
  mediaType: said().optional().describe('Media type of the file, such as image/png.'),
  fileName: said().optional().describe('Name of the file.'),
  size: z.number().optional().describe('Bytes of the file.'),
  width: z
    .int()
    .optional()
    .describe('Pixels of a picture that has a preview, the right way up: a box for it can be kept free.'),
  height: z.int().optional().describe('The same, from top to bottom.'),
  previewUrl: said()
    .optional()
    .describe(
      'A signed link to a small picture of it, WebP of at most 480 by 480 pixels; an animation shows its first frame. Absent where there is none.',
    ),
};

export const messageContent = z
  .object({
    text: said().optional().describe('The words.'),
    more: said()
      .optional()
      .describe(
        'Where an answer of the AI is short because the rest is not needed at once: the rest, shown on demand.',
      ),
    ...fileFields,
    moreFiles: z
      .array(z.object({ type: z.enum(['image', 'audio', 'file']).describe('Its kind.'), ...fileFields }))
      .optional()
      .describe('The other files of a mail that has several, in their order; the first stands here.'),
    file: z
      .enum(['pending', 'lost'])
      .optional()
      .describe(
        "Of a file that the customer's channel brings: it is being fetched, or could not be had. Absent once it is there, as `mediaUrl`.",
      ),
    systemAction: said()
      .optional()
      .describe(
        "What happened, for type 'system' and 'handover', such as claimed, queued, transferred, closed, reopened, rated, labeled.",
      ),
    data: z
      .record(said(), z.unknown())
      .optional()
      .describe(
        'The details of a systemAction: agentName, reason (and wording, the reason as a code), labels, priority, score, comment.',
      ),
    packet: handoverPacket.optional(),
    mail: mailHead.optional(),
  })
  .describe('What it says.');

export const messageMetadata = z
  .object({
    channelMessageId: said().optional().describe("The channel's own id of the message."),
    sentAt: timestamp.optional().describe('When the channel says that it was written.'),
    replyTo: z.int().positive().optional().describe('Number of the message that it answers.'),
    past: z
      .literal(true)
      .optional()
      .describe('It was said elsewhere, before or beside: nobody is asked to answer it.'),
    needsPerson: said()
      .optional()
      .describe('Why the AI must not answer it, such as a sender who cannot be verified; for the team.'),
    clientMessageId: said()
      .optional()
      .describe('What the sender called it: sent again, it is the same message.'),
    draftId: said().optional().describe('Ties a finished AI answer to its `message:stream` deltas.'),
    sentiment: z
      .enum(sentiments)
      .optional()
      .describe(
        'The mood that was heard in it, when it is not neutral; for the team, and only while a person is awaited.',
      ),
    entities: z
      .array(
        z.object({
          name: said().describe('What it is, such as order number.'),
          value: said().describe('As it was written.'),
        }),
      )
      .optional()
      .describe('Facts that were found in it, as in a handover packet; for the team, as `sentiment`.'),
    language: said()
      .optional()
      .describe('Of an answer of the AI: what the customer writes in, ISO 639-1; for the team.'),
    intentDetected: said()
      .optional()
      .describe('What the customer wants by it, in one line; for the team, as `sentiment`.'),
    aiConfidence: z.number().optional().describe('How sure the AI was, 0 to 1.'),
    processingTime: z.number().optional().describe('Milliseconds from the question to the answer.'),
    sources: z.array(source).optional().describe('What the AI answered from.'),
    articleIds: z.array(said()).optional().describe('Articles that a person wrote it from; for the team.'),
    suggestionId: said().optional().describe('The suggested reply that it was written from; for the team.'),
    original: z
      .object({
        text: said().describe('The words of the agent.'),
        language: said().describe('In which they are, ISO 639-1.'),
      })
      .optional()
      .describe('What the agent wrote, where the text is a translation of it; for the team.'),
    mentions: z
      .array(
        z.object({
          agentId: said().describe('Who is called.'),
          name: said().describe('As the note says it, after @.'),
        }),
      )
      .optional()
      .describe('Colleagues whom a private note calls; for the team.'),
    automated: z
      .object({ ruleId: id.describe('The rule.'), rule: said().describe('What it was called.') })
      .optional()
      .describe('A rule wrote it: whoever waits for an answer still does. For the team.'),
    asks: z
      .enum(['helped', 'rating', 'which'])
      .optional()
      .describe(
        "What is asked here, so that a client can offer answers: whether the AI's answer helped, how the conversation was, or which of `options` is meant.",
      ),
    options: z
      .array(
        z.object({
          articleId: said().describe('The article that is meant.'),
          title: said().describe('Its title: what a customer sends who chooses it.'),
        }),
      )
      .optional()
      .describe("With `asks: 'which'`: what the customer may have meant."),
    followUps: z
      .array(said())
      .optional()
      .describe(
        'Questions near the answer that articles say people ask: what a customer sends who presses one.',
      ),
    helpful: z.boolean().optional().describe("The customer's word on an AI answer."),
  })
  .describe('What is known about it.');

export const message = z.object({
  id,
  sessionId: id,
  seq: z
    .int()
    .positive()
    .describe('1, 2, 3 … without gaps in its session; a customer sees holes where notes are.'),
  type: z.enum(messageTypes).describe("What it is; a 'note' is the team's and never reaches the customer."),
  sender: z.enum(senders).describe('Who wrote it.'),
  senderId: said().optional().describe("The agent's or customer's id."),
  senderName: said().optional().describe('What the customer is shown.'),
  senderPictureUrl: said()
    .optional()
    .describe("Path of the agent's picture, if they have one; it is looked up anew each time."),
  agentId: id
    .optional()
    .describe('The agent that this message assigns (handover, claimed, transferred, reopened).'),
  content: messageContent,
  metadata: messageMetadata,
  delivery: z.enum(deliveries).optional().describe('How far it is, on a channel that sends.'),
  deliveryError: said().optional().describe('Why it was not delivered.'),
  isRead: z.boolean().describe('Whether the other side has read it.'),
  readAt: timestamp.optional().describe('When it was read.'),
  timestamp: timestamp.describe('When it was written.'),
});

export type MessageContent = z.infer<typeof messageContent>;
export type MessageMetadata = z.infer<typeof messageMetadata>;
export type Message = z.infer<typeof message>;
export type MessageType = (typeof messageTypes)[number];
export type Sender = (typeof senders)[number];
export type Delivery = (typeof deliveries)[number];
