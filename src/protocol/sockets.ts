// What clients send over sockets in both namespaces, and its acks; strict. What the server tells: server-events.ts.
import { z } from 'zod';
import { original, suggestionId } from './copilot';
import { mentionedAgents } from './mentions';
import { isVisible } from './text';
import { orNull, problem } from './lists';
import { id, largestSeq, timestamp } from './model/ids';
import { maxTextLength, message } from './model/message';
import { presence } from './model/presence';
import { rules } from './model/rules';
import { session } from './model/session';
import { feedbackComment, feedbackReason } from './reports';
import { newMail } from './model/mail';
import { isTemplateAlone, template, templateAlone } from './model/template';
import { emailAddress, line, said, text } from './model/text-types';
import { attachmentIds, clientMessageId, emoji, transferRequest, writtenFrom } from './sessions';
import { reportedVisit } from './visits';

const words = text(maxTextLength).describe('The words; longer ones are `too_large`.');
const why = text(1_000).optional().describe('Why, in words.');
const seq = z.int().nonnegative().max(largestSeq).describe('Number of a message; 0 is before the first.');
const headSeq = z.int().describe('Number of the last message.');
const expectSeq = seq
  .optional()
  .describe('Refused as `conflict` when the session has other messages after this number.');
const more = z.literal(true).optional().describe('There is more: ask again after the last number that came.');

const saysSomething = (value: { text?: string; attachmentIds?: string[]; template?: object }) =>
  isVisible(value.text ?? '') || (value.attachmentIds ?? []).length > 0 || value.template !== undefined;
const nothingSaid = { message: 'must not be empty', path: ['text'] };

/** Error of an ack, of `connect_error.data`. The codes are those of the HTTP problems. */
export const ackError = z.object({
  code: problem.shape.code,
  message: said().describe('What people may read.'),
  wording: problem.shape.wording,
  errors: problem.shape.errors,
  retryAfter: problem.shape.retryAfter,
});

const whichOne = {
  sessionId: id.optional().describe("Which of the visitor's own conversations; without it, the current one."),
};

const nothing = z.object({});
const withSession = z.object({ session });
const withMessage = z.object({ message });

const identityToken = text(4_096)
  .min(1)
  .describe(
    "A JWT of the organization's own server, HS256 with the channel's identity secret: sub and exp, optional email, name, phone.",
  );

/** Namespace `/customer`, handshake `auth`. */
export const customerHandshake = z.strictObject({
  channelKey: line(200).describe('Key of the web channel, as in the snippet.'),
  visitorToken: text(200)
    .min(1)
    .optional()
    .describe('What `ready` gave before: the same customer again. Without it, a new one.'),
  identity: identityToken.optional(),
});

/** A name, an e-mail address, a phone number; nothing of it is proved. */
export const customerContact = z
  .strictObject({
    name: line(100).optional().describe('What they are called.'),
    email: emailAddress.optional().describe('Where to write to.'),
    phone: line(49)
      .regex(/^\+?[\d\s().\/-]{5,49}$/, 'is not a phone number')
      .optional()
      .describe('Where to call.'),
  })
  .refine((contact) => Object.keys(contact).length > 0, { message: 'must not be empty' });

/** What a customer sends. `reply` is what the ack holds besides `ok: true`. */
export const customerEvents = {
  'message:send': {
    payload: z
      .strictObject({
        clientMessageId,
        text: words.optional(),
        attachmentIds: attachmentIds.optional(),
        sessionId: id
          .optional()
          .describe(
            'An open conversation from before the sign-in goes on with it; every other message goes to the current one.',
          ),
      })
      .refine(saysSomething, nothingSaid),
    reply: withMessage,
  },
  'session:sync': {
    payload: z.strictObject({ afterSeq: seq.describe('The last number that the client has.'), ...whichOne }),
    reply: z.object({
      session: orNull(session).describe('Which one the answer is of; null: there is none yet.'),
      messages: z.array(message).describe('Everything after `afterSeq`, in order; at most 200.'),
      headSeq: z.int().describe('The client is complete up to here.'),
      more,
    }),
  },
  'session:request_human': {
    payload: z.strictObject({ reason: why, ...whichOne }),
    reply: withSession,
  },
  'session:rate': {
    payload: z.strictObject({
      score: z.int().min(1).max(5).describe('1 to 5, best last.'),
      comment: why,
      ...whichOne,
    }),
    reply: withSession,
  },
  'session:close': { payload: z.strictObject({ ...whichOne }), reply: withSession },
  /** A copy of the conversation by mail, where `ready` says that there is one: a few a day, each for an address and a conversation. */
  'session:transcript': {
    payload: z.strictObject({
      email: emailAddress
        .optional()
        .describe(
          'Where to; without it, the address that is known, else it is `invalid`. To one that is not proved to be theirs goes what the team said alone.',
        ),
      language: line(35).optional().describe('Of the mail, as in BCP 47; without it, English.'),
      ...whichOne,
    }),
    reply: z.object({ email: said().describe('Where it went; of one that was not typed in, a hint.') }),
  },
  /** The open conversation from before the sign-in goes on in the signed-in one: its words come there as one message, and it ends. */
  'session:bring': {
    payload: z.strictObject({
      sessionId: id.describe(
        'That of `anonymousSession`. Its words become one message of the customer in the current conversation (`content.data.broughtFrom`), and it ends; asked again, nothing is doubled.',
      ),
    }),
    reply: withSession,
  },
  'message:read': { payload: z.strictObject({ seq, ...whichOne }), reply: nothing },
  'message:feedback': {
    payload: z.strictObject({
      seq,
      helpful: z.boolean().describe('Whether the answer helped.'),
      reason: feedbackReason.optional(),
      comment: feedbackComment.optional(),
      ...whichOne,
    }),
    reply: nothing,
  },
  /** An emoji at what the team or the AI said. Like the team's own it comes as a `message:new` with `systemAction` reacted. */
  'message:react': {
    payload: z.strictObject({
      clientMessageId,
      seq,
      emoji: emoji
        .optional()
        .describe('One emoji, in place of the one that is there; without it, that one is taken back.'),
      ...whichOne,
    }),
    reply: withMessage,
  },
  typing: {
    payload: z.strictObject({ typing: z.boolean().describe('False when they stopped.'), ...whichOne }),
    reply: nothing,
  },
  /** Where an answer finds the customer who has left; asked for once. What is known already stays. */
  'customer:contact': { payload: customerContact, reply: nothing },
  /** On which page they are: when they have opened the chat, and when the page changes. What their browser says of itself in its requests is kept with it. */
  'customer:visit': { payload: reportedVisit, reply: nothing },
  /** A newer identity of the same person, before the sign-in runs out. */
  'auth:refresh': {
    payload: z.strictObject({ identity: identityToken }),
    reply: z.object({ expiresAt: timestamp.describe('When the new one runs out.') }),
  },
} as const;

/** Namespace `/agent`, handshake `auth`. */
export const agentHandshake = z.strictObject({
  token: text(4_096).min(1).describe('An access token of `auth/login`.'),
});

const ofSession = z.strictObject({ sessionId: id });
const change = z.strictObject({ sessionId: id, expectSeq });

export const agentEvents = {
  'presence:set': {
    payload: z.strictObject({ status: presence }),
    reply: z.object({ presence }),
  },
  /**
   * A person is at the console: a key, a pointer, a touch, a tab that is looked at again. At most once a minute, and after
   * each `ready`. A client that never says it is none that is made away by the clock.
   */
  'presence:active': {
    payload: z.strictObject({
      secondsAgo: z.int().min(0).max(86_400).optional().describe('How long ago; without it, now.'),
    }),
    reply: nothing,
  },
  'session:open': {
    payload: z.strictObject({
      sessionId: id,
      afterSeq: seq.optional().describe('What follows it; without it, the last 50 messages.'),
    }),
    reply: z.object({
      session,
      customer: z.record(said(), z.unknown()).describe('As `GET customers/:id` says it.'),
      messages: z.array(message).describe('In order, private notes included.'),
      headSeq,
      rules,
      viewers: z.array(id).describe('The other agents that have it open.'),
      more,
    }),
  },
  'session:leave': { payload: ofSession, reply: nothing },
  'message:send': {
    payload: z
      .strictObject({
        sessionId: id,
        clientMessageId,
        text: words.optional(),
        template: template.optional(),
        mail: newMail.optional(),
        note: z.boolean().optional().describe('A private note: only the team sees it.'),
        articleIds: writtenFrom.optional(),
        suggestionId: suggestionId.optional(),
        mentions: mentionedAgents.optional(),
        original: original.optional(),
        attachmentIds: attachmentIds.optional(),
        expectSeq,
      })
      .refine(saysSomething, nothingSaid)
      .refine(isTemplateAlone, templateAlone),
    reply: withMessage,
  },
  'session:claim': { payload: change, reply: withSession },
  'session:transfer': {
    payload: z.strictObject({
      sessionId: id,
      to: transferRequest.shape.to,
      note: why,
      expectSeq,
    }),
    reply: withSession,
  },
  'session:close': { payload: change, reply: withSession },
  'session:reopen': { payload: change, reply: withSession },
  'message:read': { payload: z.strictObject({ sessionId: id, seq }), reply: nothing },
  typing: {
    payload: z.strictObject({
      sessionId: id,
      typing: z.boolean().describe('False when they stopped.'),
      team: z.literal(true).optional().describe('A draft or a note: only colleagues hear of it.'),
    }),
    reply: nothing,
  },
  /** A fresh access token of the same person, before the old one runs out. */
  'auth:refresh': {
    payload: agentHandshake,
    reply: z.object({ expiresAt: timestamp.describe('When the new one runs out.') }),
  },
} as const;

type Payloads = Record<string, { payload: z.ZodType; reply: z.ZodType }>;
type Sends<T extends Payloads> = {
  [E in keyof T]: (
    payload: z.input<T[E]['payload']>,
    ack: (reply: Ack<z.infer<T[E]['reply']>>) => void,
  ) => void;
};

/** What every ack holds. */
export type Ack<Reply> = ({ ok: true } & Reply) | { ok: false; error: AckError };
export type AckError = z.infer<typeof ackError>;

export type CustomerEvent = keyof typeof customerEvents;
export type AgentEvent = keyof typeof agentEvents;
export type FromCustomer = Sends<typeof customerEvents>;
export type FromAgent = Sends<typeof agentEvents>;
export type CustomerSync = z.infer<(typeof customerEvents)['session:sync']['reply']>;
export type AgentOpen = z.infer<(typeof agentEvents)['session:open']['reply']>;
