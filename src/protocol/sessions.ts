// Sessions and their messages over REST. Requests are strict, unknown keys are refused.
import { z } from 'zod';
import { original, suggestionId } from './copilot';
import { mentionedAgents } from './mentions';
import { listOf, pageQuery } from './lists';
import { attributeWanted, holder, languageTag, sentiment } from './saved-views';
import { channelType } from './model/channel';
import { id, instant, largestSeq, timestamp } from './model/ids';
import { newMail } from './model/mail';
import { maxTextLength, message } from './model/message';
import { priority, session, sessionStatus } from './model/session';
import { slaState } from './model/sla';
import { tier } from './model/tier';
import { isTemplateAlone, template, templateAlone } from './model/template';
import { formed, line, said, text } from './model/text-types';
import { isVisible } from './text';

/** What the sender says a message is called. */
export const clientMessageId = formed(/^[\x21-\x7e]{1,100}$/, 'must be 1 to 100 printable characters').meta({
  description:
    'What you call the message. Sent again, it is the same message, and the first one is answered.',
  examples: ['order-1017-shipped'],
});
export const attachmentIds = z
  .array(id)
  .max(10)
  .describe('Ids of uploaded files. The text then becomes the caption of the first.');

/** Said of an answer by hand: the AI may learn what was asked, when a person says so. */
export const writtenFrom = z.array(id).min(1).max(5).describe('Articles that it was written from.');

/** A parameter that may be said several times. */
export const several = <Item extends z.ZodType>(item: Item) =>
  z.union([item, z.array(item).min(1).max(20)]).optional();

export const sessionList = z.strictObject({
  ...pageQuery,
  status: several(sessionStatus).describe('Who has it; said again, one of them.'),
  agentId: several(holder).describe("Who holds it; `me` is the caller's own agent."),
  snoozed: z
    .enum(['true', 'false'])
    .optional()
    .describe('Only those that are put away, or only those that are not.'),
  customerId: id.optional().describe('Whose it is: this customer, or one who is linked to it.'),
  channelType: several(channelType).describe('Kinds of channels.'),
  channelId: several(id).describe('Channels.'),
  label: several(text(50).min(1)).describe('It has this label; said again, one of them.'),
  teamId: several(id).describe('The team that it belongs to.'),
  priority: several(priority).describe('Priorities.'),
  language: several(languageTag).describe("The customer's language, as in BCP 47."),
  sentiment: several(sentiment).describe("The customer's mood."),
  waitsLongerThan: z.coerce
    .number()
    .int()
    .min(0)
    .max(525_600)
    .optional()
    .describe('Minutes for which the customer has waited for an answer.'),
  sla: several(slaState).describe('What was promised breaks soon, or is broken and still waited for.'),
  companyId: several(id).describe('Where the customer belongs.'),
  companyTier: several(tier).describe('How much that company counts.'),
  attribute: several(attributeWanted).describe(
    'Attributes of the customer, such as `plan:pro`; of each that is named one value has to be.',
  ),
  q: text(200).optional().describe('Words that are looked for.'),
  order: z
    .enum(['lastMessageAt', 'startedAt', 'dueAt', 'queuedAt'])
    .optional()
    .describe(
      'Newest first by this time; unset: lastMessageAt. By dueAt: only what is promised and not paused, the first to break first. By queuedAt: only what waits, the longest waiting first. What is written into moves in a list by lastMessageAt: to walk all sessions while people write, use startedAt.',
    ),
  updatedSince: instant
    .optional()
    .describe(
      'Only what was written into since then, oldest change first: what changes during the walk comes again at its end. Begin the next walk 10 seconds before this one began.',
    ),
});
export const sessionPage = listOf(session).extend({
  newestOnly: z
    .literal(true)
    .optional()
    .describe(
      'Of a search: so many messages have these words that not all of the older ones were looked at.',
    ),
});
export const sessionCounts = z.object({
  mine: z.int().describe("Held by the caller's agent, and not put away."),
  needsReply: z.int().describe('Of these, whose customers wait for an answer.'),
  snoozed: z.int().describe('Put away, whoever holds them.'),
  waiting: z.int().describe('In the queue.'),
  active: z.int().describe('With the AI.'),
  open: z.int().describe('All that are not closed.'),
  closed: z.int().describe('Closed ones, counted up to 1,000.'),
  teams: z
    .array(
      z.object({
        id,
        waiting: z.int().describe('In the queue.'),
        open: z.int().describe('All that are not closed.'),
      }),
    )
    .describe('Of each team that has any.'),
});
const seq = z.coerce.number().int().min(0).max(largestSeq);
export const messageList = z.strictObject({
  ...pageQuery,
  after: seq
    .optional()
    .describe('Messages after this number, in order. nextCursor goes on in this direction.'),
  before: seq.optional().describe('The last messages before this number, in order.'),
});
export const messages = listOf(message);

const expectSeq = z
  .int()
  .min(0)
  .max(largestSeq)
  .optional()
  .describe('Refused as `conflict` when the session has other messages after this number.');

const asAgent = z.strictObject({ agentId: id.describe('An agent of the organization.') });
const asBot = z.strictObject({ name: line(100).describe('What the customer is shown.') });
const onlyKeys = 'For API keys only: a person acts as itself.';

export const newMessage = z
  .strictObject({
    text: text(maxTextLength).optional().describe('The words. Needed unless there are attachments.'),
    attachmentIds: attachmentIds.optional(),
    template: template.optional(),
    mail: newMail.optional(),
    note: z.boolean().default(false).describe('A private note: only the team sees it.'),
    articleIds: writtenFrom.optional(),
    suggestionId: suggestionId.optional(),
    mentions: mentionedAgents.optional(),
    original: original.optional(),
    clientMessageId,
    as: z
      .union([asAgent, asBot])
      .optional()
      .describe(`Who speaks: the agent that holds the session, or a program by its name. ${onlyKeys}`),
    expectSeq,
  })
  .refine(
    ({ text: words, attachmentIds: files, template: filled }) =>
      isVisible(words ?? '') || (files ?? []).length > 0 || filled !== undefined,
    { message: 'must not be empty', path: ['text'] },
  )
  .refine(isTemplateAlone, templateAlone);
export const originalMail = z.object({
  text: said().optional().describe('All of its plain text, quotes and signature included.'),
  html: said()
    .optional()
    .describe(
      'All of its HTML, sanitized: no scripts, no forms; pictures of its own are data: URLs, remote ones have their address in `data-src` only.',
    ),
});
export const messageParam = z.strictObject({
  id: id.describe('The session.'),
  seq: z.coerce.number().int().min(1).max(largestSeq).describe('Number of the message.'),
});
/** One sign to the eye, however many characters it is made of. */
function isEmoji(value: string): boolean {
  const signs = /^[\p{Extended_Pictographic}\p{Emoji_Component}]+$/u;
  return (
    signs.test(value) && !/^[\d#*]$/.test(value) && [...new Intl.Segmenter().segment(value)].length === 1
  );
}

export const emoji = text(40).refine(isEmoji, 'must be one emoji');
export const newReaction = z.strictObject({
  emoji: emoji.describe('One emoji: what the customer sees at the message.'),
});
export type MessageParam = z.infer<typeof messageParam>;
export const sessionCommand = z.strictObject({ expectSeq }).default({});
export const takeSession = z
  .strictObject({ expectSeq, as: asAgent.optional().describe(`Which agent takes it. ${onlyKeys}`) })
  .default({});
export const transferRequest = z.strictObject({
  to: z
    .union([
      z.strictObject({ agentId: id.describe('The agent who gets it.') }),
      z.strictObject({
        teamId: id.nullable().describe('The team that gets it; null: the queue, of no team any more.'),
      }),
      z.strictObject({ queue: z.literal(true).describe('Back to the queue, of the team that has it.') }),
    ])
    .describe('Who gets it.'),
  note: text(1_000).optional().describe('Why; the team reads it.'),
  expectSeq,
});
export type TransferRequest = z.infer<typeof transferRequest>;
export const mergeRequest = z.strictObject({
  into: id.describe(
    'Of the same customer on the same channel. Where that was merged itself: where it goes on.',
  ),
  expectSeq,
});
export const snoozeRequest = z.strictObject({
  until: instant
    .optional()
    .describe(
      'When it comes back, within a year; left out: when the customer writes, refused while they wait for an answer.',
    ),
  expectSeq,
});
/** What an agent is offered: the organization's own mornings, where it has said when it is open. */
export const snoozeTimes = z.object({
  timeZone: said().optional().describe('Of the business hours; absent where there are none.'),
  tomorrow: timestamp.optional().describe('The first opening on a day after today.'),
  monday: timestamp.optional().describe('The first opening from next Monday on.'),
});
export type SnoozeTimes = z.infer<typeof snoozeTimes>;
export const sessionUpdate = z
  .strictObject({
    labels: z.array(line(50)).max(20).optional().describe('Replaces the labels; an empty list removes them.'),
    priority: priority.optional(),
    expectSeq,
  })
  .refine(
    ({ labels, priority: wanted }) => labels !== undefined || wanted !== undefined,
    'Name labels or priority.',
  );
export const newSession = z.strictObject({
  customerId: id.describe('Whose conversation it is.'),
  channelId: id.describe('On which channel.'),
  message: z
    .strictObject({
      text: text(maxTextLength).refine(isVisible, 'must not be empty').describe("The customer's words."),
      clientMessageId,
    })
    .optional()
    .describe('What the customer said elsewhere, as the first message: the AI answers it, or hands over.'),
});

export type SessionCounts = z.infer<typeof sessionCounts>;

/** What a closed conversation was about, in parts. */
export const sessionSummary = z.object({
  summary: said().describe('In one line.'),
  wanted: z.array(said()).describe('What the customer wanted.'),
  done: z.array(said()).describe('What was done.'),
  next: z.array(said()).describe('What the team promised.'),
  risks: z.array(said()).describe('What may go wrong from here.'),
  topics: z.array(said()).describe('Titles of the articles that it was about, and what a model calls it.'),
  sentiment: said().optional().describe("The customer's mood."),
  satisfactionScore: z.number().optional().describe('How the customer rated it, 1 to 5.'),
  aiResolved: z.boolean().describe('No person was needed.'),
  by: z.enum(['rules', 'model']).describe('Who wrote it: a model, where there is one that may read it.'),
  model: said().optional().describe('Which model.'),
});
/** The parts of a summary, as they are stored. */
export function partsOf(stored: Record<string, unknown>) {
  const part = (name: string) => sessionSummary.shape.wanted.catch([]).parse(stored[name] ?? []);
  return { wanted: part('wanted'), done: part('done'), next: part('next'), risks: part('risks') };
}

/** Beside a conversation: closed ones of other customers in which about the same was wanted. */
export const similarSessions = z.object({
  items: z
    .array(
      z.object({
        sessionId: id.describe('The closed session.'),
        channelType,
        customerName: said().optional().describe('What its customer is called.'),
        closedAt: timestamp.describe('When it was closed.'),
        ...sessionSummary.pick({
          summary: true,
          wanted: true,
          risks: true,
          satisfactionScore: true,
          aiResolved: true,
        }).shape,
        reply: said()
          .optional()
          .describe('What the team said at its end that was longest, some 300 characters.'),
        repliedBy: z.enum(['ai', 'agent']).optional().describe('Who said that.'),
      }),
    )
    .describe('The nearest first, at most five.'),
  reason: z
    .enum(['nothing_said', 'no_meaning', 'no_ai'])
    .optional()
    .describe(
      'Why there can be none: the customer has not said what they want yet, nothing is compared by meaning now, or not in this language, or the customer lets no model read it.',
    ),
});
export type SimilarSessions = z.infer<typeof similarSessions>;
export type SessionSummary = z.infer<typeof sessionSummary>;
