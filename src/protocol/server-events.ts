// What the server tells over sockets, in both namespaces.
import { z } from 'zod';
import { orNull } from './lists';
import { id, timestamp } from './model/ids';
import { message, senders } from './model/message';
import { awayReason, presence } from './model/presence';
import { slaTarget } from './model/sla';
import { session } from './model/session';
import { draftUpdate } from './reply-drafts';
import { said } from './model/text-types';
import { sessionCounts } from './sessions';
import { ackError } from './sockets';
import { visit } from './visits';
import { widgetSettings } from './widget-settings';

const issues = z.array(
  z.object({ path: said().describe('Where.'), message: said().describe('What is wrong there.') }),
);

const openNow = z.object({
  open: z.boolean().describe('Whether people are there now.'),
  opensAt: said().optional().describe('When they are; only while closed.'),
});

export const channelInfo = z.object({
  id,
  name: said().describe('What it is called.'),
  greeting: said().optional().describe('What the widget says first.'),
  businessHours: openNow.optional().describe('When people answer; absent: always.'),
  teamHours: z
    .record(id, openNow)
    .optional()
    .describe(
      'Only while the current session waits for a team: the hours of that team by its id, nothing where it has none of its own.',
    ),
  online: z.boolean().optional().describe('Somebody of the team is online.'),
  suggestedQuestions: z.array(said()).optional().describe('Questions to click on.'),
  transcripts: z
    .literal(true)
    .optional()
    .describe('`session:transcript` can send a copy of a conversation by mail.'),
  sound: widgetSettings.sound,
  preChat: widgetSettings.preChat,
});

export const customerReady = z.object({
  visitorToken: said().describe('Send it with the next handshake: the newest one that came.'),
  customer: z
    .object({
      id,
      name: said().optional().describe('What the customer is called.'),
      verified: z.boolean().describe("Whether the organization's own server vouches for them."),
      reachable: z.literal(true).optional().describe('An e-mail address or a phone number is known.'),
      blocked: z.literal(true).optional().describe('What they write is refused; reading goes on.'),
    })
    .describe('Who this is.'),
  session: orNull(session).describe('The current conversation; null: there is none yet.'),
  channel: channelInfo.describe('Where this is.'),
  anonymousSession: session
    .optional()
    .describe('The open conversation that this browser began before it signed in: it is answered there.'),
  welcomeBack: said()
    .optional()
    .describe(
      'How to greet who was here before, in this browser or signed in, and has told a name. Only where no conversation is open.',
    ),
  expiresAt: timestamp
    .optional()
    .describe('When the sign-in of a verified customer runs out: send `auth:refresh` before.'),
  identityIssues: issues
    .optional()
    .describe('What the signed identity says and could not be used, for the console of the page.'),
});

export const agentReady = z.object({
  agent: z
    .object({
      id,
      userId: id.describe('The person.'),
      name: said().describe('What customers see.'),
      role: said().optional().describe('What the person may do.'),
      organizationId: id.describe('Where.'),
    })
    .describe('Who this is.'),
  presence,
  awayReason: awayReason.optional(),
  team: z.record(id, presence).describe('Presence by agent id; who is missing is offline.'),
  counts: sessionCounts.omit({ closed: true, teams: true }).describe('For the tabs.'),
  expiresAt: timestamp.describe('When the access token runs out: send `auth:refresh` before.'),
});

/** Somebody writes. `sender` and `senderId` tell the customer from an agent, and one agent from another. */
export const typing = z.object({
  sessionId: id.optional().describe('Where.'),
  sender: z.enum(senders).describe('Who writes.'),
  senderId: said().optional().describe("The customer's or agent's id."),
  senderName: said().optional().describe('What is shown.'),
  typing: z.boolean().describe('False when they stopped.'),
});

/** A piece of the AI's answer as it is written. */
export const messageStream = z.object({
  sessionId: id.describe('Where.'),
  draftId: said().describe('The finished message has it as `metadata.draftId`.'),
  offset: z
    .int()
    .min(0)
    .describe('UTF-16 units of it that came before. Whoever has not got them shows nothing of it.'),
  delta: said().describe('What comes next.'),
});

/** Changed fields of one message. */
export const messageUpdate = message
  .pick({
    isRead: true,
    readAt: true,
    delivery: true,
    deliveryError: true,
    metadata: true,
    content: true,
  })
  .partial()
  .extend({ id, seq: z.int().describe('Its number.'), sessionId: id.describe('Where.') });

export const notification = z.object({
  type: z
    .enum(['assigned', 'unanswered', 'returned', 'mentioned', 'not_sent', 'due_soon', 'overdue'])
    .describe(
      "'returned': what the agent had put away is back. 'due_soon', 'overdue': what the customer was promised breaks soon, or broke. 'mentioned': a colleague's private note, or note about a customer, calls the agent. 'not_sent': a reply that was to go out later waits for the agent, `reason` says why. 'unanswered': the agent got it and has not opened or answered it; at `returnsAt` it goes back to the queue.",
    ),
  sessionId: id.optional().describe('Which one; absent for a note about a customer.'),
  customerId: id.optional().describe('About whom that note is.'),
  noteId: id.optional().describe('That note.'),
  customerName: said().optional().describe('Who asked.'),
  reason: said().optional().describe('Why it came to this agent.'),
  seq: z.int().optional().describe('Number of the note that calls the agent.'),
  by: said().optional().describe('Who called.'),
  returnsAt: timestamp.optional().describe('When it goes back to the queue.'),
  target: slaTarget.optional(),
  dueAt: timestamp.optional().describe('Until when that was promised.'),
  timestamp,
});

export const toCustomer = {
  ready: customerReady,
  'message:new': message,
  'message:update': messageUpdate,
  'message:stream': messageStream,
  'session:update': session,
  typing,
  heartbeat: z.object({
    headSeq: z.int().optional().describe('Number of the last message of the current session.'),
    sessions: z
      .record(id, z.int())
      .describe('The same by session: the current one, and the one from before the sign-in.'),
    unavailable: z
      .literal(true)
      .optional()
      .describe('The log cannot be read at the moment: no number is told.'),
    missed: z.literal(true).optional().describe('News of other nodes may have been lost.'),
  }),
  /** The channel as it is by now: hours, whether somebody is online, greeting. */
  'channel:update': channelInfo,
  /** The team has blocked the customer, or does so no more. */
  'customer:update': z.object({ blocked: z.boolean().describe('What they write is refused.') }),
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
  'presence:update': z.object({
    agentId: id.describe('Who.'),
    status: presence,
    awayReason: awayReason.optional(),
  }),
  notification,
  /** A colleague has a session open that this agent has open, too. Said again with each heartbeat; not said for 60 s, it is over. */
  viewing: z.object({
    sessionId: id.describe('Which one.'),
    agentId: id.describe('Who.'),
    viewing: z.boolean().describe('False when they left.'),
  }),
  /** The agent has written on, or sent, what it had begun: on this device or another. */
  'draft:update': draftUpdate,
  /** How far a session has come with its playbooks changed: read them again. For who has it open. */
  'playbook:update': z.object({ sessionId: id.describe('Which one.') }),
  /** What labels there are changed, or how they look: read them again. */
  'labels:update': z.object({}),
  /** A customer is on another page, or told more of where they are. For who has the session open. */
  'visit:update': z.object({ customerId: id.describe('Who.'), visit }),
  /** What a customer is called, known by or linked to changed: read it again. */
  'customer:update': z.object({
    id: id.describe('Which one.'),
    blocked: z.boolean().optional().describe('That is what changed: they are blocked now, or no more.'),
  }),
  heartbeat: z.object({
    sessions: z.record(id, z.int()).describe('Number of the last message, by open session.'),
    unavailable: z
      .literal(true)
      .optional()
      .describe('The log cannot be read at the moment: no number is told.'),
    missed: z
      .literal(true)
      .optional()
      .describe('News of other sessions may have been lost: read the lists again.'),
  }),
  /** The access token ran out: the socket is closed after it. */
  'auth:expired': ackError,
} as const;

type Events<T extends Record<string, z.ZodType>> = { [E in keyof T]: (event: z.infer<T[E]>) => void };

export type ToCustomer = Events<typeof toCustomer>;
export type ToAgent = Events<typeof toAgent>;
export type CustomerReady = z.infer<typeof customerReady>;
export type AgentReady = z.infer<typeof agentReady>;
export type AgentHeartbeat = z.infer<typeof toAgent.heartbeat>;
export type Typing = z.infer<typeof typing>;
export type MessageUpdate = z.infer<typeof messageUpdate>;
export type MessageStream = z.infer<typeof messageStream>;
export type Notification = z.infer<typeof notification>;
