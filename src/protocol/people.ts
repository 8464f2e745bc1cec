// An organization's own resources as they cross the wire: users, agents, API keys, channels, settings.
import { z } from 'zod';
import { channel, channelTypes } from './model/channel';
import { id, timestamp } from './model/ids';
import { presences } from './model/presence';
import { permissions, roles } from './model/roles';

const role = z.enum(roles);
/** A name, a title: one line. Line breaks and other controls become a space. */
export const line = (max: number) =>
  z
    .string()
    .transform((value) => value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim())
    .pipe(z.string().min(1).max(max));
const atLeastOne = (change: object) => Object.keys(change).length > 0;
const nothing = 'Name at least one field to change.';

export const user = z.object({
  id,
  email: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  role: z.string(),
  isActive: z.boolean(),
  createdAt: timestamp.optional(),
  lastLoginAt: timestamp.optional(),
});
/** 8 characters to 72 bytes. */
export const newPassword = z.string().min(8).max(72);
const userFields = {
  firstName: line(100).optional(),
  lastName: line(100).optional(),
  role,
  password: newPassword,
};
export const newUser = z.strictObject({ ...userFields, email: z.email().max(255) });
export const userUpdate = z
  .strictObject({ ...userFields, isActive: z.boolean() })
  .partial()
  .refine(atLeastOne, nothing);

export const agent = z.object({
  id,
  userId: id,
  displayName: z.string(),
  presence: z.enum(presences),
  maxConcurrentChats: z.int(),
  specialties: z.array(z.string()),
  createdAt: timestamp,
});
const agentFields = {
  /** What customers see. */
  displayName: line(100),
  maxConcurrentChats: z.int().min(0).max(100).optional(),
  specialties: z.array(line(100)).max(50).optional(),
};
export const newAgent = z.strictObject({ ...agentFields, userId: id });
export const agentUpdate = z.strictObject(agentFields).partial().refine(atLeastOne, nothing);

export const apiKey = z.object({
  id,
  name: z.string(),
  permissions: z.array(z.string()),
  expiresAt: timestamp.optional(),
  createdAt: timestamp,
  lastUsedAt: timestamp.optional(),
});
const apiKeyFields = {
  name: line(100),
  permissions: z.array(z.enum(permissions)).min(1).max(50),
  expiresAt: timestamp.nullable().optional(),
};
export const newApiKey = z.strictObject(apiKeyFields);
export const apiKeyUpdate = z.strictObject(apiKeyFields).partial().refine(atLeastOne, nothing);
/** `key` is in this answer and never again; it is left out when an Idempotency-Key repeats it. */
export const createdApiKey = apiKey.extend({ key: z.string().optional() });

/** Stands where a secret is; sent back, it leaves the secret as it is. */
export const mask = '********';

const secret = z.string().min(16).max(1_000).or(z.literal(mask));
const anySecret = z.string().min(1).max(1_000);
const webAddress = z
  .url({
    protocol: /^https?$/,
    error: ({ input }) => `${String(input).slice(0, 100)} is no web address, like https://shop.example.`,
  })
  .max(2_000);

/** What a channel of each type is told. */
export const channelConfigs = {
  web: z.strictObject({
    greeting: z.string().max(500).optional(),
    suggestedQuestions: z.array(line(200)).max(5).optional(),
    /** Signs the `identity` JWTs of the organization's own backend. */
    identitySecret: secret.optional(),
    /** Origins of the pages that may frame the widget, such as https://shop.example; unset: any. */
    allowedOrigins: z
      .array(webAddress.transform((address) => new URL(address).origin))
      .min(1)
      .max(50)
      .optional(),
  }),
  whatsapp: z.strictObject({
    phoneNumberId: z.string().regex(/^\d{1,50}$/, 'must be the number that Meta shows'),
    accessToken: anySecret,
    appSecret: anySecret,
    verifyToken: anySecret,
    graphBaseUrl: webAddress.optional(),
    graphVersion: z
      .string()
      .regex(/^v\d{1,3}\.\d$/, 'must look like v24.0')
      .optional(),
  }),
  email: z.strictObject({
    address: z.email().max(255),
    inboundSecret: secret,
    smtp: z.strictObject({
      host: z.string().min(1).max(255),
      port: z.int().min(1).max(65_535),
      secure: z.boolean().optional(),
      user: z.string().max(255).optional(),
      pass: anySecret.optional(),
    }),
    imap: z
      .strictObject({
        host: z.string().min(1).max(255),
        port: z.int().min(1).max(65_535),
        secure: z.boolean().optional(),
        user: z.string().max(255),
        pass: anySecret,
        mailbox: z.string().max(255).optional(),
      })
      .optional(),
  }),
} as const;

/** Names of config fields that are masked on every read, at any depth. */
export const secretFields: ReadonlySet<string> = new Set([
  'identitySecret',
  'accessToken',
  'appSecret',
  'verifyToken',
  'inboundSecret',
  'pass',
]);

const config = z.record(z.string(), z.unknown());
export const channelList = { type: z.enum(channelTypes).optional() };
export const newChannel = z.strictObject({
  name: line(100),
  type: z.enum(channelTypes),
  isActive: z.boolean().optional(),
  config: config.default({}),
});
/** `config` replaces what was there; a masked secret in it stays as it is. */
export const channelUpdate = z
  .strictObject({ name: line(100), isActive: z.boolean(), config })
  .partial()
  .refine(atLeastOne, nothing);
export { channel };

const settingName = z.string().regex(/^[A-Za-z][\w.-]{0,99}$/, 'must be letters, digits, dots and dashes');
export const setting = z.object({
  id,
  category: z.string(),
  key: z.string(),
  value: z.unknown(),
  updatedAt: timestamp,
});
export const settingList = { category: settingName.optional() };
/** Any JSON but null; categories that Parley knows have their own schemas. */
const settingValue = z.unknown().refine((value) => value !== undefined && value !== null, 'is required');
export const newSetting = z.strictObject({ category: settingName, key: settingName, value: settingValue });
export const settingUpdate = z.strictObject({ value: settingValue });

export const organization = z.object({
  id,
  name: z.string(),
  subscriptionTier: z.string(),
  subscriptionStatus: z.string(),
  maxAgents: z.int(),
  createdAt: timestamp,
});
export const organizationUpdate = z
  .strictObject({ name: line(255), maxAgents: z.int().min(1).max(10_000) })
  .partial()
  .refine(atLeastOne, nothing);

export type User = z.infer<typeof user>;
export type Agent = z.infer<typeof agent>;
export type ApiKey = z.infer<typeof apiKey>;
export type Setting = z.infer<typeof setting>;
export type Organization = z.infer<typeof organization>;
