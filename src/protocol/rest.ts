// REST requests and answers: logins, sessions, customers, numbers. Requests are strict, unknown keys are refused.
import { z } from 'zod';
import { channelTypes } from './model/channel';
import { id, timestamp } from './model/ids';
import { maxTextLength, message } from './model/message';
import { priorities, session, sessionStatuses } from './model/session';
import { agent, line, newPassword, user } from './people';
import { isVisible } from './text';

export const idParam = z.strictObject({ id });

/** `?limit=&cursor=` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(500).optional(),
};
export const plainList = z.strictObject(pageQuery);

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** RFC 9457. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Seconds. */
  retryAfter: z.number().optional(),
});

// Logins

const knownPassword = z.string().min(1).max(1_000);
export const loginRequest = z.strictObject({
  email: z.string().min(1).max(320),
  password: knownPassword,
});
export const passwordChange = z.strictObject({ currentPassword: knownPassword, password: newPassword });
export const loginResponse = z.object({
  accessToken: z.string(),
  /** Seconds. */
  expiresIn: z.int(),
  user,
  agent: agent.pick({ id: true, displayName: true }).optional(),
});
export const meResponse = z.object({
  /** Absent for an API key. */
  user: user.optional(),
  agent: agent.pick({ id: true, displayName: true }).optional(),
  /** Absent for a person. */
  apiKey: z.object({ id, name: z.string() }).optional(),
  organization: z.object({ id, name: z.string() }),
  permissions: z.array(z.string()),
});

// Sessions

export const sessionList = z.strictObject({
  ...pageQuery,
  status: z.enum(sessionStatuses).optional(),
  /** `me` is the caller's own agent. */
  agentId: z.union([id, z.literal('me')]).optional(),
  customerId: id.optional(),
  channelType: z.enum(channelTypes).optional(),
  label: z.string().min(1).max(50).optional(),
  q: z.string().max(200).optional(),
});
export const sessionCounts = z.object({
  mine: z.int(),
  waiting: z.int(),
  /** With the AI. */
  active: z.int(),
  /** All that are not closed. */
  open: z.int(),
  closed: z.int(),
});
const seq = z.coerce.number().int().min(0).max(2_147_483_647);
export const messageList = z.strictObject({
  ...pageQuery,
  /** What is nextCursor here continues in the direction of the first request. */
  after: seq.optional(),
  before: seq.optional(),
});
export const messages = listOf(message);
export const newMessage = z.strictObject({
  text: z.string().max(maxTextLength).refine(isVisible, 'must not be empty'),
  /** A private note: only the team sees it. */
  note: z.boolean().default(false),
  clientMessageId: z.string().regex(/^[\x21-\x7e]{1,100}$/, 'must be 1 to 100 printable characters'),
  expectSeq: z.int().nonnegative().optional(),
});
const expectSeq = z.int().nonnegative().optional();
export const sessionCommand = z.strictObject({ expectSeq }).default({});
export const transferRequest = z.strictObject({
  to: z.union([z.strictObject({ agentId: id }), z.strictObject({ queue: z.literal(true) })]),
  note: z.string().max(1_000).optional(),
  expectSeq,
});
export const sessionUpdate = z
  .strictObject({
    labels: z.array(line(50)).max(20).optional(),
    priority: z.enum(priorities).optional(),
    expectSeq,
  })
  .refine(
    ({ labels, priority }) => labels !== undefined || priority !== undefined,
    'Name labels or priority.',
  );

// Customers

export const customerList = z.strictObject({ ...pageQuery, q: z.string().max(200).optional() });
export const customer = z.object({
  id,
  externalId: z.string().optional(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  /** First and last name. */
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export const identity = z.object({
  kind: z.enum(['phone', 'whatsapp', 'email', 'external']),
  value: z.string(),
  /** Who says that it is this customer: a signed JWT, the channel itself, an agent, or nobody. */
  provedBy: z.enum(['jwt', 'channel', 'agent', 'none']),
  provedAt: timestamp.optional(),
});
export const customerDetails = customer.extend({ identities: z.array(identity) });
const metadataValue = z.union([z.string().max(1_000), z.number(), z.boolean()]);
export const customerUpdate = z
  .strictObject({
    firstName: line(100).nullable().optional(),
    lastName: line(100).nullable().optional(),
    email: z.email().max(255).nullable().optional(),
    phone: z
      .string()
      .regex(/^\+?[\d ()./-]{3,49}$/, 'must be a phone number')
      .nullable()
      .optional(),
    /** Replaces what was there. */
    metadata: z
      .record(z.string().regex(/^[\w.-]{1,100}$/), metadataValue)
      .refine((value) => Object.keys(value).length <= 50, 'at most 50 entries')
      .optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');
export const customerExport = z.object({
  exportedAt: timestamp,
  customer: customerDetails,
  sessions: z.array(z.object({ session, messages: z.array(message) })),
  memory: z.array(z.record(z.string(), z.unknown())),
});
export const erasure = z.object({
  customerId: id,
  erasedAt: timestamp,
  sessions: z.int(),
  messages: z.int(),
  memory: z.int(),
  conversations: z.int(),
  files: z.int(),
});

// Numbers

const date = z.iso.date();
const longestRangeDays = 400;
export const analyticsQuery = z
  .strictObject({
    /** UTC days, both included. Unset: the last 30 days. */
    from: date.optional(),
    to: date.optional(),
    channelType: z.enum(channelTypes).optional(),
  })
  .refine(({ from, to }) => !from || !to || from <= to, { message: 'must not be before from', path: ['to'] })
  .refine(
    ({ from, to }) =>
      !from || Date.parse(to ?? new Date().toISOString()) - Date.parse(from) <= longestRangeDays * 86_400_000,
    { message: `must be at most ${longestRangeDays} days before to`, path: ['from'] },
  );
const dayTotals = {
  totalConversations: z.int(),
  aiResolvedConversations: z.int(),
  agentResolvedConversations: z.int(),
};
export const analytics = z.object({
  totals: z.object(dayTotals),
  days: z.array(
    z.object({
      date,
      ...dayTotals,
      avgResponseTimeSeconds: z.number().nullable(),
      avgResolutionTimeSeconds: z.number().nullable(),
      avgSatisfactionScore: z.number().nullable(),
      channelMetrics: z.record(z.string(), z.object({ totalConversations: z.int() })),
    }),
  ),
});
export const auditList = z.strictObject({
  ...pageQuery,
  userId: id.optional(),
  action: z.string().max(100).optional(),
  resource: z.string().max(100).optional(),
  resourceId: z.string().max(100).optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
});
export const auditEntry = z.object({
  id,
  userId: id.optional(),
  action: z.string(),
  resource: z.string(),
  resourceId: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  ipAddress: z.string().optional(),
  userAgent: z.string().optional(),
  timestamp,
});

export type LoginResponse = z.infer<typeof loginResponse>;
export type MeResponse = z.infer<typeof meResponse>;
export type SessionCounts = z.infer<typeof sessionCounts>;
export type CustomerDetails = z.infer<typeof customerDetails>;
export type Analytics = z.infer<typeof analytics>;
export type AuditEntry = z.infer<typeof auditEntry>;
