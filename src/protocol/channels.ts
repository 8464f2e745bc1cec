// What channels are told, and how they are added and changed over REST.
import { z } from 'zod';
import { channelConfig, channelType } from './model/channel';
import { emailAddress, formed, line, text, webAddress } from './model/text-types';

/** Stands where a secret is; sent back, it leaves the secret as it is. */
export const mask = '********';

/** Where the Graph API is, unless a channel says otherwise. */
export const graphBaseUrl = 'https://graph.facebook.com';

const secret = text(1_000).min(16).or(z.literal(mask));
const anySecret = text(1_000).min(1);
const host = line(255).describe('Name of the server; another one asks for the password anew.');
const port = z.int().min(1).max(65_535).describe('Its port.');
const tls = z.boolean().optional().describe('TLS from the first byte.');

/** What a channel of each type is told. */
export const channelConfigs = {
  web: z.strictObject({
    greeting: text(500).optional().describe('What the widget says first.'),
    suggestedQuestions: z.array(line(200)).max(5).optional().describe('Questions to click on.'),
    identitySecret: secret
      .optional()
      .describe("Signs the `identity` JWTs of the organization's own backend; at least 16 characters."),
    allowedOrigins: z
      .array(webAddress.transform((address) => new URL(address).origin))
      .min(1)
      .max(50)
      .optional()
      .describe('Origins of the pages that may frame the widget, such as https://shop.example; unset: any.'),
  }),
  whatsapp: z.strictObject({
    phoneNumberId: formed(/^\d{1,50}$/, 'must be the number that Meta shows').describe(
      'Id of the number at Meta.',
    ),
    accessToken: anySecret.describe('Of the Cloud API.'),
    appSecret: anySecret.describe('Signs the webhooks.'),
    verifyToken: anySecret.describe('Answers the webhook challenge.'),
    graphBaseUrl: webAddress
      .optional()
      .describe(
        `Where the Graph API is; unset: ${graphBaseUrl}. Another one asks for the access token anew.`,
      ),
    graphVersion: formed(/^v\d{1,3}\.\d$/, 'must look like v24.0')
      .optional()
      .describe('Version of the Graph API.'),
  }),
  email: z.strictObject({
    address: emailAddress.describe('Where customers write to.'),
    inboundSecret: secret.describe('Signs the mails that come by webhook; at least 16 characters.'),
    smtp: z
      .strictObject({
        host,
        port,
        secure: tls,
        user: line(255).optional().describe('Signs in as.'),
        pass: anySecret.optional().describe('With this password.'),
      })
      .describe('Sends mail.'),
    imap: z
      .strictObject({
        host,
        port,
        secure: tls,
        user: line(255).describe('Signs in as.'),
        pass: anySecret.describe('With this password.'),
        mailbox: line(255).optional().describe('Which mailbox; unset: INBOX.'),
      })
      .optional()
      .describe('Fetches mail.'),
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

export const channelList = { type: channelType.optional() };
const isActive = z.boolean().describe('Switched off, it takes nothing and sends nothing.');
const name = line(100).describe('What the team calls it; no two have one name.');
export const newChannel = z.strictObject({
  name,
  type: channelType,
  isActive: isActive.optional(),
  config: channelConfig.default({}),
});
/** `config` replaces what was there; a masked secret in it stays as it is, as long as it goes to the same host. */
export const channelUpdate = z
  .strictObject({ name, isActive, config: channelConfig })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Name at least one field to change.');
