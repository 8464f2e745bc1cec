// What a message that came or goes by e-mail has besides its words.
import { z } from 'zod';
import { emailAddress, line, said } from './text-types';

export const verdicts = ['pass', 'fail', 'unknown'] as const;

const mailAddress = z.object({
  address: said().describe('In lower case.'),
  name: said().optional().describe('As the mail calls them.'),
});

export const mailHead = z
  .object({
    subject: said().optional().describe('As it stands in the mail.'),
    from: mailAddress.optional().describe('Who wrote it, as the mail says.'),
    to: z.array(mailAddress).optional().describe('To whom.'),
    cc: z.array(mailAddress).optional().describe('Who got a copy.'),
    replyTo: said().optional().describe('Where answers go.'),
    verdict: z
      .enum(verdicts)
      .optional()
      .describe(
        "Whether the sender's domain vouches for it (DMARC): pass, fail, or unknown where nobody who is trusted looked.",
      ),
    automatic: z
      .enum(['reply', 'list', 'bounce', 'notification'])
      .optional()
      .describe('A program wrote it: nobody answers it.'),
    isCut: z
      .literal(true)
      .optional()
      .describe('There is more in the original: quotes, a signature, a longer text.'),
    references: z.array(said()).optional().describe('Ids of the mails that it follows, oldest first.'),
  })
  .describe('Of a message that came by e-mail, or goes by it.');

export const newMail = z
  .strictObject({
    subject: line(255).optional().describe('Unset: that of the thread.'),
    cc: z
      .array(emailAddress)
      .max(20)
      .optional()
      .describe('Who gets a copy; unset: everybody who got the mail that is answered.'),
  })
  .describe('Of an answer by e-mail.');

export type NewMail = z.infer<typeof newMail>;
export type MailHead = z.infer<typeof mailHead>;
export type Verdict = (typeof verdicts)[number];
