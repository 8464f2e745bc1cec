import { z } from 'zod';
import { mask } from '../../protocol/channels';
import { emailAddress, line, text } from '../../protocol/model/text-types';
import { secretField } from '../../tools/secret-fields';

const host = line(255).describe('Name of the server; another one asks for the password anew.');
const port = z.int().min(1).max(65_535).describe('Its port.');
const secure = z.boolean().optional().describe('TLS from the first byte.');
const pass = secretField(text(1_000).min(1).describe('With this password.'), { sentTo: 'host' });

export const emailSettings = z.strictObject({
  address: emailAddress.describe('Where customers write to.'),
  inboundSecret: secretField(
    text(1_000)
      .min(16)
      .or(z.literal(mask))
      .describe('Signs the mails that come by webhook; at least 16 characters.'),
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
      pass,
      mailbox: line(255).optional().describe('Which mailbox; unset: INBOX.'),
    })
    .optional()
    .describe('Fetches mail.'),
});
