import { z } from 'zod';
import { formed, text, webAddress } from '../../protocol/model/text-types';
import { secretField } from '../../tools/secret-fields';

/** Where the Graph API is, unless a channel says otherwise. */
export const graphUrl = 'https://graph.facebook.com';

const anySecret = (what: string) => text(1_000).min(1).describe(what);

export const whatsappSettings = z.strictObject({
  phoneNumberId: formed(
    /^\d{1,50}$/,
    'must be the ID that Meta shows: digits, not the number itself',
  ).describe('Id of the number at Meta.'),
  businessAccountId: formed(/^\d{1,50}$/, 'must be the ID that Meta shows: digits, not the number itself')
    .optional()
    .describe('Id of the WhatsApp Business account at Meta: its templates are listed by it.'),
  accessToken: secretField(anySecret('Of the Cloud API.'), { sentTo: 'graphBaseUrl', unset: graphUrl }),
  appSecret: secretField(anySecret('Signs the webhooks.')),
  verifyToken: secretField(anySecret('Answers the webhook challenge.')),
  graphBaseUrl: webAddress
    .optional()
    .describe(`Where the Graph API is; unset: ${graphUrl}. Another one asks for the access token anew.`),
  graphVersion: formed(/^v\d{1,3}\.\d$/, 'must look like v24.0')
    .optional()
    .describe('Version of the Graph API.'),
});

export type WhatsAppSettings = z.infer<typeof whatsappSettings>;
