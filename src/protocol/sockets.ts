// Every socket event of both namespaces and its ack. Server and browsers share it; what a client sends is strict.
import { z } from 'zod';
import { errorCodes } from './model/error-codes';
import { cleanText, isVisible } from './text';
import { id, timestamp } from './model/ids';
import { maxTextLength, message, senders } from './model/message';
import { presences } from './model/presence';
import { session } from './model/session';

/** What the client says a message is called: it may send it again, and gets the first one back. */
export const clientMessageId = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/, 'must be 1 to 100 printable characters');
/** A message's words; longer ones are `too_large`. */
export const text = z.string().max(maxTextLength).transform(cleanText);
const shortText = z.string().max(1_000).transform(cleanText);
const seq = z.int().nonnegative().max(2_147_483_647);
const attachmentIds = z.array(id).max(10);

const saysSomething = (value: { text?: string; attachmentIds?: string[] }) =>
  isVisible(value.text ?? '') || (value.attachmentIds ?? []).length > 0;
const nothingSaid = { message: 'must not be empty', path: ['text'] };

/** Error of an ack, of `connect_error.data`. The codes are those of the HTTP problems. */
export const ackError = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Seconds. */
  retryAfter: z.number().optional(),
});

/** Which of the visitor's own conversations; without it, the current one. */
const whichOne = { sessionId: id.optional() };

const nothing = z.object({});
const withSession = z.object({ session });
const withMessage = z.object({ message });

/** A JWT of the organization's own server. */
const identityToken = z.string().min(1).max(4_096);

/** Namespace `/customer`, handshake `auth`. */
export const customerHandshake = z.strictObject({
  channelKey: z.string().min(1).max(200),
  visitorToken: z.string().min(1).max(200).optional(),
  /** Makes the customer verified. */
  identity: identityToken.optional(),
});

/** An e-mail address, a phone number, or both; nothing of it is proved. */
export const customerContact = z
  .strictObject({
    email: z.email().max(255).optional(),
    phone: z
      .string()
      .trim()
      .regex(/^\+?[\d\s().\/-]{5,49}$/, 'is not a phone number')
      .optional(),
  })
  .refine(({ email, phone }) => (email ?? phone) !== undefined, { message: 'must not be empty' });

/** What a customer sends. `reply` is what the ack holds besides `ok: true`. */
export const customerEvents = {
  'message:send': {
    payload: z
      .strictObject({
        clientMessageId,
        text: text.optional(),
        attachmentIds: attachmentIds.optional(),
        /** An open one from before the sign-in goes on with it; every other message goes to the current session. */
        ...whichOne,
      })
      .refine(saysSomething, nothingSaid),
    reply: withMessage,
  },
  'session:sync': {
    /** With `sessionId` that conversation, else the current one: `session` says which one the answer is of. */
    payload: z.strictObject({ afterSeq: seq, ...whichOne }),
    /** The client is complete up to `headSeq`; with `more`, ask again after `headSeq`. */
    reply: z.object({
      session: session.nullable(),
      messages: z.array(message),
      headSeq: z.int(),
      more: z.literal(true).optional(),
    }),
  },
  'session:request_human': {
    payload: z.strictObject({ reason: shortText.optional(), ...whichOne }),
    reply: withSession,
  },
  'session:rate': {
    payload: z.strictObject({ score: z.int().min(1).max(5), comment: shortText.optional(), ...whichOne }),
    reply: withSession,
  },
  'session:close': { payload: z.strictObject({ ...whichOne }), reply: withSession },
  'message:read': { payload: z.strictObject({ seq, ...whichOne }), reply: nothing },
  'message:feedback': { payload: z.strictObject({ seq, helpful: z.boolean(), ...whichOne }), reply: nothing },
  typing: { payload: z.strictObject({ typing: z.boolean(), ...whichOne }), reply: nothing },
  /** Where an answer finds the customer who has left; asked for once. What is known already stays. */
  'customer:contact': { payload: customerContact, reply: nothing },
  /** A newer identity of the same person, before the sign-in runs out. */
  'auth:refresh': {
    payload: z.strictObject({ identity: identityToken }),
    reply: z.object({ expiresAt: timestamp }),
  },
} as const;

/** Namespace `/agent`, handshake `auth`. */
export const agentHandshake = z.strictObject({ token: z.string().min(1).max(4_096) });

const ofSession = z.strictObject({ sessionId: id });
const change = z.strictObject({ sessionId: id, expectSeq: seq.optional() });

export const agentEvents = {
  'presence:set': {
    payload: z.strictObject({ status: z.enum(presences) }),
    reply: z.object({ presence: z.enum(presences) }),
  },
  'session:open': {
    /** Without `afterSeq` the last 50 messages, with it what follows. */
    payload: z.strictObject({ sessionId: id, afterSeq: seq.optional() }),
    reply: z.object({
      session,
      customer: z.record(z.string(), z.unknown()),
      messages: z.array(message),
      headSeq: z.int(),
      /** Ids of the other agents that have it open. */
      viewers: z.array(id),
      more: z.literal(true).optional(),
    }),
  },
  'session:leave': { payload: ofSession, reply: nothing },
  'message:send': {
    payload: z
      .strictObject({
        sessionId: id,
        clientMessageId,
        text: text.optional(),
        note: z.boolean().optional(),
        attachmentIds: attachmentIds.optional(),
        expectSeq: seq.optional(),
      })
      .refine(saysSomething, nothingSaid),
    reply: withMessage,
  },
  'session:claim': { payload: change, reply: withSession },
  'session:transfer': {
    payload: z.strictObject({
      sessionId: id,
      to: z.union([z.strictObject({ agentId: id }), z.strictObject({ queue: z.literal(true) })]),
      note: shortText.optional(),
      expectSeq: seq.optional(),
    }),
    reply: withSession,
  },
  'session:close': { payload: change, reply: withSession },
  'session:reopen': { payload: change, reply: withSession },
  'message:read': { payload: z.strictObject({ sessionId: id, seq }), reply: nothing },
  typing: { payload: z.strictObject({ sessionId: id, typing: z.boolean() }), reply: nothing },
  /** A fresh access token of the same person, before the old one runs out. */
  'auth:refresh': { payload: agentHandshake, reply: z.object({ expiresAt: timestamp }) },
} as const;

export const channelInfo = z.object({
  id,
  name: z.string(),
  greeting: z.string().optional(),
  businessHours: z.object({ open: z.boolean(), opensAt: z.string().optional() }).optional(),
  /** Somebody of the team is online. */
  online: z.boolean().optional(),
  suggestedQuestions: z.array(z.string()).optional(),
});

export const customerReady = z.object({
  visitorToken: z.string(),
  customer: z.object({
    id,
    name: z.string().optional(),
    verified: z.boolean(),
    /** An e-mail address or a phone number is known. */
    reachable: z.literal(true).optional(),
  }),
  session: session.nullable(),
  channel: channelInfo,
  /** The open conversation that this browser began before it signed in: it is answered there. */
  anonymousSession: session.optional(),
  /** When the sign-in of a verified customer runs out: send `auth:refresh` before. */
  expiresAt: timestamp.optional(),
  /** What the signed identity says and could not be used, for the console of the page. */
  identityIssues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

export const agentReady = z.object({
  agent: z.object({ id, userId: id, name: z.string(), role: z.string().optional(), organizationId: id }),
  presence: z.enum(presences),
  /** Presence by agent id; who is missing is offline. */
  team: z.record(id, z.enum(presences)),
  counts: z.object({ mine: z.int(), waiting: z.int(), active: z.int(), open: z.int() }),
  /** When the access token runs out: send `auth:refresh` before. */
  expiresAt: timestamp,
});

/** Somebody writes. `sender` and `senderId` tell the customer from an agent, and one agent from another. */
export const typing = z.object({
  sessionId: id.optional(),
  sender: z.enum(senders),
  senderId: z.string().optional(),
  senderName: z.string().optional(),
  typing: z.boolean(),
});

/** A piece of the AI's answer as it is written. */
export const messageStream = z.object({ sessionId: id.optional(), draftId: z.string(), delta: z.string() });

/** Changed fields of one message. */
export const messageUpdate = message
  .pick({ isRead: true, readAt: true, delivery: true, deliveryError: true, metadata: true })
  .partial()
  .extend({ id, seq: z.int(), sessionId: id });

export const notification = z.object({
  /** 'unanswered': the agent got it and has not opened or answered it; at `returnsAt` it goes back to the queue. */
  type: z.enum(['assigned', 'unanswered']),
  sessionId: id,
  customerName: z.string().optional(),
  reason: z.string().optional(),
  returnsAt: timestamp.optional(),
  timestamp,
});

type Payloads = Record<string, { payload: z.ZodType; reply: z.ZodType }>;
type Events<T extends Record<string, z.ZodType>> = { [E in keyof T]: (event: z.infer<T[E]>) => void };
type Sends<T extends Payloads> = {
  [E in keyof T]: (
    payload: z.input<T[E]['payload']>,
    ack: (reply: Ack<z.infer<T[E]['reply']>>) => void,
  ) => void;
};

/** What every ack holds. */
export type Ack<Reply> = ({ ok: true } & Reply) | { ok: false; error: AckError };
export type AckError = z.infer<typeof ackError>;

export const toCustomer = {
  ready: customerReady,
  'message:new': message,
  'message:update': messageUpdate,
  'message:stream': messageStream,
  'session:update': session,
  typing,
  /** `headSeq` of the current session; `sessions` names it too, and the one from before the sign-in. */
  heartbeat: z.object({ headSeq: z.int(), sessions: z.record(id, z.int()) }),
  /** The channel as it is by now: hours, whether somebody is online, greeting. */
  'channel:update': channelInfo,
  /** The sign-in ran out or ended, or the channel was switched off: the socket is closed after it. */
  'auth:expired': ackError,
} as const;

export const toAgent = {
  ready: agentReady,
  'message:new': message,
  'message:update': messageUpdate,
  'message:stream': messageStream,
  'session:update': session,
  typing,
  'presence:update': z.object({ agentId: id, status: z.enum(presences) }),
  notification,
  /** With `missed`, news of other sessions may have been lost: read the lists again. */
  heartbeat: z.object({ sessions: z.record(id, z.int()), missed: z.literal(true).optional() }),
  /** The access token ran out: the socket is closed after it. */
  'auth:expired': ackError,
} as const;

export type CustomerEvent = keyof typeof customerEvents;
export type AgentEvent = keyof typeof agentEvents;
export type ToCustomer = Events<typeof toCustomer>;
export type ToAgent = Events<typeof toAgent>;
export type FromCustomer = Sends<typeof customerEvents>;
export type FromAgent = Sends<typeof agentEvents>;
export type CustomerReady = z.infer<typeof customerReady>;
export type AgentReady = z.infer<typeof agentReady>;
export type AgentHeartbeat = z.infer<typeof toAgent.heartbeat>;
export type Typing = z.infer<typeof typing>;
export type MessageUpdate = z.infer<typeof messageUpdate>;
export type MessageStream = z.infer<typeof messageStream>;
export type Notification = z.infer<typeof notification>;
export type CustomerSync = z.infer<(typeof customerEvents)['session:sync']['reply']>;
export type AgentOpen = z.infer<(typeof agentEvents)['session:open']['reply']>;
