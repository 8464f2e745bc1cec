import { z } from 'zod';
import { mask } from '../../protocol/channels';
import { emailAddress, line, text, webAddress } from '../../protocol/model/text-types';
import { secretField } from '../../tools/secret-fields';

const host = line(255).describe('Name of the server; another one asks for the password anew.');
const port = z.int().min(1).max(65_535).describe('Its port.');
const secure = z
  .boolean()
  .optional()
  .describe('TLS from the first byte; unset: TLS once connected, where the server can.');
const pass = secretField(text(1_000).min(1).describe('With this password.'), { sentTo: 'host' });

const oauth = z
  .strictObject({
    provider: z.enum(['google', 'microsoft', 'custom']).describe('Whose accounts they are.'),
    clientId: line(500).describe('Of the client that you registered there.'),
    clientSecret: secretField(text(1_000).min(1).describe('Its secret.'), { sentTo: 'tokenUrl' }),
    tenant: line(100).optional().describe('Of Microsoft: the directory; unset: common.'),
    authorizeUrl: webAddress.optional().describe('Of another provider: where consent is asked for.'),
    tokenUrl: webAddress.optional().describe('Of another provider: where tokens come from.'),
    scopes: line(1_000).optional().describe('Of another provider: what is asked for, with blanks between.'),
  })
  .describe('Signs in to SMTP and IMAP without a password, as Google and Microsoft want it.');

export const emailSettings = z.strictObject({
  address: emailAddress.describe('Where customers write to.'),
  name: line(100).optional().describe('What the sender is called; unset: the address alone.'),
  signature: text(2_000).optional().describe('Stands under every mail.'),
  inboundSecret: secretField(
    text(1_000)
      .min(16)
      .or(z.literal(mask))
      .describe('Signs the mails that come by webhook; at least 16 characters.'),
  ),
  plusAddressing: z
    .boolean()
    .optional()
    .describe(
      'Mail to address+anything arrives, too: answers then come to an address that says which conversation they belong to. Unset: no.',
    ),
  quotesOriginal: z
    .boolean()
    .optional()
    .describe(
      'Under an answer of an agent stands the mail that it answers, where everybody who gets it had that mail. Unset: no.',
    ),
  smtp: z
    .strictObject({
      host,
      port,
      secure,
      user: line(255).optional().describe('Signs in as.'),
      pass: pass.optional(),
    })
    .describe('Sends mail.'),
  imap: z
    .strictObject({
      host,
      port,
      secure,
      user: line(255).describe('Signs in as.'),
      pass: pass.optional(),
      mailbox: line(255).optional().describe('Which mailbox; unset: INBOX.'),
    })
    .optional()
    .describe('Fetches mail.'),
  oauth: oauth.optional(),
  authservId: line(255)
    .optional()
    .describe(
      "Name under which the receiving mail server writes its Authentication-Results: only those are believed. Unset: nobody's are.",
    ),
});

export type EmailSettings = z.infer<typeof emailSettings>;
